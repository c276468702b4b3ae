/** {@code hearth edit}: a file is checked before it counts. */
package hearth.cli.command.edit;
