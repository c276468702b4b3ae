/** Command lines as getopt_long(3) reads them. */
package hearth.cli.systemd.option;
