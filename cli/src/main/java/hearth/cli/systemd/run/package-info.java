/** systemd-run(1), systemd-cat(1) and systemd-cgls(1). */
package hearth.cli.systemd.run;
