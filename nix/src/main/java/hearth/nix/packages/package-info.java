/**
 * What modules are given as {@code pkgs}: names that stand for programs of the machine, and
 * functions that make files. Nothing is built.
 */
package hearth.nix.packages;
