/** loginctl(1). */
package hearth.cli.systemd.login;
