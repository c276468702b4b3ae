package hearth.login.session;

import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import java.util.Comparator;
import java.util.Optional;

/** Which of a user's sessions stands for the user, when a program asks for "the" session. */
final class DisplayRank {
    /** The best first: one that has not ended, a person's, the most graphical. */
    private static final Comparator<Session> RANK =
            Comparator.comparing(Session::isClosing)
                    .thenComparing(session -> session.sessionClass() != SessionClass.USER)
                    .thenComparingInt(session -> rank(session.type()));

    private DisplayRank() {}

    /** Whether this session can stand for its user at all. */
    static boolean isCandidate(Session session) {
        boolean isForAPerson =
                switch (session.sessionClass()) {
                    case USER, USER_EARLY, USER_LIGHT, USER_EARLY_LIGHT, GREETER -> true;
                    case USER_INCOMPLETE,
                            LOCK_SCREEN,
                            BACKGROUND,
                            BACKGROUND_LIGHT,
                            MANAGER,
                            MANAGER_EARLY ->
                            false;
                };
        return isForAPerson && !session.isClosing();
    }

    /**
     * Whether {@code candidate} is really better than the present choice: equals change nothing.
     */
    static boolean isBetter(Session candidate, Optional<Session> present) {
        return present.map(session -> RANK.compare(candidate, session) < 0).orElse(true);
    }

    private static int rank(SessionType type) {
        return switch (type) {
            case X11, WAYLAND, MIR -> 0;
            case TTY -> 1;
            case WEB -> 2;
            case UNSPECIFIED -> 3;
        };
    }
}
