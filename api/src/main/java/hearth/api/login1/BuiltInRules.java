package hearth.api.login1;

import hearth.api.Authority;
import java.util.function.Consumer;

/**
 * Who may do what where no polkit runs: root everything, anybody what concerns only themselves;
 * others would have to authenticate, and there is nobody to ask. That owners may manage their own
 * sessions is decided before.
 */
public final class BuiltInRules implements Authority {
    /** Creates the rules; they have no state. */
    public BuiltInRules() {}

    @Override
    public void ask(Question question, Consumer<Decision> then) {
        boolean isAllowed =
                question.caller().isRoot() || question.action().equals(Permission.SET_SELF_LINGER);
        then.accept(isAllowed ? Decision.ALLOWED : Decision.AUTHENTICATION_REQUIRED);
    }
}
