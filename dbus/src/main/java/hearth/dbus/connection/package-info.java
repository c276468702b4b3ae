/** Connections: SASL, framing, limits, transports. */
package hearth.dbus.connection;
