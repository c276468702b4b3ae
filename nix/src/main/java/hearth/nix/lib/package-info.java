/** What modules are given as {@code lib}. */
package hearth.nix.lib;
