/** Texts of systemd's clients. */
package hearth.cli.systemd.text;
