/** {@code hearth lint}: what is wrong with unit files for this user, on this machine. */
package hearth.cli.command.lint;
