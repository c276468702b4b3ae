/** What an application of declarations has come to, for people and programs. */
package hearth.cli.command.nix.report;
