/** systemctl(1). */
package hearth.cli.systemd.systemctl;
