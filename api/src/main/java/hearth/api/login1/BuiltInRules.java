package hearth.api.login1;

import hearth.api.Authority;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who may do what where no polkit runs: root everything, anybody what concerns only themselves;
 * others would have to authenticate, and there is nobody to ask. That owners may manage their own
 * sessions is decided before.
 */
public final class BuiltInRules implements Authority {
    /** What logind's policy allows to everybody. */
    private static final Set<String> ANYBODY =
            Set.of(
                    Permission.SET_SELF_LINGER,
                    "org.freedesktop.login1.inhibit-delay-shutdown",
                    "org.freedesktop.login1.inhibit-delay-sleep",
                    "org.freedesktop.login1.inhibit-block-idle");

    /** Creates the rules; they have no state. */
    public BuiltInRules() {}

    @Override
    public void ask(Question question, Consumer<Decision> then) {
        boolean isAllowed = question.caller().isRoot() || ANYBODY.contains(question.action());
        then.accept(isAllowed ? Decision.ALLOWED : Decision.AUTHENTICATION_REQUIRED);
    }
}
