/** The D-Bus protocol: wire, SASL, object server, bus client. */
package hearth.dbus;
