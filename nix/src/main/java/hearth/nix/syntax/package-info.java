/** The parser of the language. */
package hearth.nix.syntax;
