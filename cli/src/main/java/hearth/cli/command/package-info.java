/** What each command does: asks the daemon, and shows the answer to a person or a program. */
package hearth.cli.command;
