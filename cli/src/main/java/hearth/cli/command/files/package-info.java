/** Unit files as they lie on disk, read as the manager would read them. */
package hearth.cli.command.files;
