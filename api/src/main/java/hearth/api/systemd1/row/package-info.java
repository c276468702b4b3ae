/** The rows that interfaces of several types of units share. */
package hearth.api.systemd1.row;
