/** Reading journal files, and showing what is in them, as journalctl(1) does. */
package hearth.cli.systemd.journal;
