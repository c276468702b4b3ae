/** systemd's own clients, under their names: systemctl, loginctl and the others. */
package hearth.cli.systemd;
