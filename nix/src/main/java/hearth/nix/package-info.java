/** Declarations in the Nix language: what evaluates them, as the command line sees it. */
package hearth.nix;
