/** The interpreter: programs in, values out. */
package hearth.nix.language;
