/** Work that is done as another user. */
package hearth.cli.command.nix.user;
