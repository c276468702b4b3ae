import org.jspecify.annotations.NullMarked;

/** The D-Bus protocol: wire, SASL, object server, bus client. */
@NullMarked
module hearth.dbus {
    requires static org.jspecify;
    requires transitive hearth.budget;
    requires transitive hearth.linux;

    exports hearth.dbus;
    exports hearth.dbus.bus;
    exports hearth.dbus.connection;
    exports hearth.dbus.object;
}
