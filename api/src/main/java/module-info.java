import org.jspecify.annotations.NullMarked;

/** org.freedesktop.systemd1 and org.freedesktop.login1 over manager and login. */
@NullMarked
module hearth.api {
    requires static org.jspecify;
    requires transitive hearth.dbus;
    requires transitive hearth.manager;
    requires transitive hearth.login;

    exports hearth.api;
    exports hearth.api.login1;
    exports hearth.api.systemd1;
    exports hearth.api.systemd1.world;
}
