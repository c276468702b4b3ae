/** The client of a message bus. */
package hearth.dbus.bus;
