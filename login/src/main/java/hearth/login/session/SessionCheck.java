package hearth.login.session;

import hearth.login.host.CreateSessionRequest;
import hearth.login.host.LoginError;
import hearth.login.host.SessionClass;
import hearth.login.host.SessionType;
import java.util.Optional;

/**
 * Whether a request for a session makes sense, with the defaults filled in.
 *
 * @see "pam_systemd(8)"
 */
public final class SessionCheck {
    private static final long UID_MAX = 0xFFFF_FFFEL;

    /** The kernel keeps 2^16 - 1 out of use as well: it stands for "none" in 16-bit interfaces. */
    private static final long UID_NONE_16_BIT = 0xFFFFL;

    /** The kernel's last virtual terminal. */
    private static final int VT_MAX = 63;

    private final Seat seat0;

    public SessionCheck(Seat seat0) {
        this.seat0 = seat0;
    }

    /** What the check found. */
    public sealed interface Checked {
        /** It does make sense. */
        record Sound(SessionSpec spec) implements Checked {}

        /** It does not. */
        record Unsound(LoginError error) implements Checked {}
    }

    /** Returns the request with its defaults, or the first thing that is wrong with it. */
    public Checked check(CreateSessionRequest request) {
        return firstFault(request)
                .<Checked>map(Checked.Unsound::new)
                .orElseGet(() -> new Checked.Sound(spec(request)));
    }

    private Optional<LoginError> firstFault(CreateSessionRequest request) {
        if (!isValidUid(request.uid())) {
            return invalid("Invalid UID");
        }
        if (request.leader().pid() <= 1) {
            return invalid("Invalid leader PID");
        }
        if (!request.type().isEmpty() && SessionType.ofWireName(request.type()).isEmpty()) {
            return invalid("Invalid session type " + request.type());
        }
        if (!request.sessionClass().isEmpty()
                && SessionClass.ofWireName(request.sessionClass()).isEmpty()) {
            return invalid("Invalid session class " + request.sessionClass());
        }
        if (!isSafe(request.desktop())) {
            return invalid("Invalid desktop string " + request.desktop());
        }
        if (!request.seat().isEmpty() && !request.seat().equals(seat0.id())) {
            return Optional.of(
                    new LoginError(
                            LoginError.Kind.NO_SUCH_SEAT,
                            "No seat '" + request.seat() + "' known"));
        }
        if (isConsole(request.tty()) && request.vtNumber() != 0) {
            return invalid("Console TTY specified but VT number is not 0");
        }
        int consoleNumber = virtualConsole(request.tty());
        if (consoleNumber != 0 && request.vtNumber() != 0 && consoleNumber != request.vtNumber()) {
            return invalid("Specified TTY and VT number do not match");
        }
        if (request.vtNumber() < 0 || request.vtNumber() > VT_MAX) {
            return invalid("VT number out of range");
        }
        return Optional.empty();
    }

    private SessionSpec spec(CreateSessionRequest request) {
        SessionType type =
                SessionType.ofWireName(request.type()).orElseGet(() -> impliedType(request));
        SessionClass sessionClass =
                SessionClass.ofWireName(request.sessionClass())
                        .orElse(
                                type == SessionType.UNSPECIFIED
                                        ? SessionClass.BACKGROUND
                                        : SessionClass.USER);
        return new SessionSpec(
                request.vtNumber() == 0
                        ? request.withVtNumber(virtualConsole(request.tty()))
                        : request,
                type,
                sessionClass,
                isOnSeat(request) ? Optional.of(seat0) : Optional.empty());
    }

    private static SessionType impliedType(CreateSessionRequest request) {
        if (!request.display().isEmpty()) {
            return SessionType.X11;
        }
        return request.tty().isEmpty() ? SessionType.UNSPECIFIED : SessionType.TTY;
    }

    /** A session is on the seat that it names, or that its console belongs to. */
    private static boolean isOnSeat(CreateSessionRequest request) {
        return !request.seat().isEmpty()
                || isConsole(request.tty())
                || virtualConsole(request.tty()) != 0;
    }

    private static boolean isConsole(String tty) {
        return device(tty).equals("console");
    }

    /** Returns the number of the virtual terminal that a terminal is, 0 for another terminal. */
    private static int virtualConsole(String tty) {
        String device = device(tty);
        return device.matches("tty[1-9][0-9]?")
                ? Integer.parseInt(device.substring("tty".length()))
                : 0;
    }

    private static String device(String tty) {
        return tty.startsWith("/dev/") ? tty.substring("/dev/".length()) : tty;
    }

    private static boolean isValidUid(long uid) {
        return uid >= 0 && uid <= UID_MAX && uid != UID_NONE_16_BIT;
    }

    private static boolean isSafe(String text) {
        return text.chars()
                .noneMatch(c -> c < ' ' || c == 127 || c == '"' || c == '\'' || c == '\\');
    }

    private static Optional<LoginError> invalid(String message) {
        return Optional.of(new LoginError(LoginError.Kind.INVALID_ARGS, message));
    }
}
