/** {@code hearth nix}: what files in the Nix language declare, shown and applied. */
package hearth.cli.command.nix;
