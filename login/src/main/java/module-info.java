import org.jspecify.annotations.NullMarked;

/** Sessions, users, seats, linger and the rules of logout; no I/O. */
@NullMarked
module hearth.login {
    exports hearth.login;
    exports hearth.login.host;
    exports hearth.login.inhibit;
    exports hearth.login.linger;
    exports hearth.login.session;
    exports hearth.login.setting;
    exports hearth.login.user;

    requires static org.jspecify;
}
