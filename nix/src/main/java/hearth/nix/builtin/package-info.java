/** The functions of the language, a family a file; each is a row of its family's enum. */
package hearth.nix.builtin;
