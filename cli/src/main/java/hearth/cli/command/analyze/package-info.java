/**
 * {@code hearth analyze}: what times mean, and what is wrong with files, as systemd-analyze says
 * it.
 */
package hearth.cli.command.analyze;
