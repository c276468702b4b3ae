import org.jspecify.annotations.NullMarked;

/** Sessions, users, seats, linger and the rules of logout; no I/O. */
@NullMarked
module hearth.login {
    exports hearth.login;

    requires static org.jspecify;
}
