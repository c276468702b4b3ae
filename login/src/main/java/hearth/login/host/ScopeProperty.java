package hearth.login.host;

/**
 * A property that a PAM stack asked for on the session's scope, as {@code TasksMax} and {@code
 * RuntimeMaxUSec}: all that pam_systemd sends are unsigned numbers.
 *
 * @param name the D-Bus property's name
 * @param value an unsigned 64-bit number
 */
public record ScopeProperty(String name, long value) {}
