package hearth.dbus.connection;

import hearth.dbus.Guid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The server's side of authentication, by the kernel's word: EXTERNAL alone, and only as the user
 * that the socket's peer is.
 *
 * <pre>
 *   AwaitingAuth --AUTH EXTERNAL uid--> AwaitingBegin --BEGIN--> Done
 *     |     ^ REJECTED                     ^    |
 *     |     +------ CANCEL, ERROR ---------|----+
 *     +--AUTH EXTERNAL--> AwaitingData ----+ DATA uid
 * </pre>
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#auth-protocol">D-Bus,
 *     authentication</a>
 */
final class SaslServer {
    /** How often a peer may be told REJECTED or ERROR: no client has more mechanisms to try. */
    static final int FAILURE_LIMIT = 8;

    private static final String REJECTED = "REJECTED EXTERNAL";

    private enum State {
        AWAITING_AUTH,
        AWAITING_DATA,
        AWAITING_BEGIN,
        DONE,
        FAILED
    }

    private final Guid guid;
    private final int peerUid;
    private State state = State.AWAITING_AUTH;
    private boolean passesDescriptors;
    private int failures;

    SaslServer(Guid guid, int peerUid) {
        this.guid = guid;
        this.peerUid = peerUid;
    }

    /** Takes a line without its end; returns what to answer, also without an end. */
    Optional<String> line(String line) {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        return switch (command) {
            case "AUTH" -> state == State.AWAITING_AUTH ? authenticate(argument) : error("AUTH");
            case "DATA" -> state == State.AWAITING_DATA ? identify(argument) : error("DATA");
            case "CANCEL", "ERROR" -> state == State.AWAITING_AUTH ? error(command) : reject();
            case "NEGOTIATE_UNIX_FD" ->
                    state == State.AWAITING_BEGIN ? agree() : error("NEGOTIATE_UNIX_FD");
            case "BEGIN" -> begin();
            default -> error("unknown command");
        };
    }

    private Optional<String> authenticate(String argument) {
        if (argument.equals("EXTERNAL")) {
            state = State.AWAITING_DATA;
            return Optional.of("DATA");
        }
        return argument.startsWith("EXTERNAL ") ? identify(argument.substring(9)) : reject();
    }

    /** An empty identity means: whoever the kernel says. */
    private Optional<String> identify(String hex) {
        if (!hex.isEmpty() && !decode(hex).equals(Integer.toUnsignedString(peerUid))) {
            return reject();
        }
        state = State.AWAITING_BEGIN;
        return Optional.of("OK " + guid);
    }

    private static String decode(String hex) {
        try {
            return new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return ""; // equals no uid
        }
    }

    private Optional<String> agree() {
        passesDescriptors = true;
        return Optional.of("AGREE_UNIX_FD");
    }

    private Optional<String> begin() {
        state = state == State.AWAITING_BEGIN ? State.DONE : State.FAILED;
        return Optional.empty();
    }

    private Optional<String> reject() {
        state = ++failures >= FAILURE_LIMIT ? State.FAILED : State.AWAITING_AUTH;
        passesDescriptors = false;
        return Optional.of(REJECTED);
    }

    private Optional<String> error(String what) {
        if (++failures >= FAILURE_LIMIT) {
            state = State.FAILED;
        }
        return Optional.of("ERROR \"not now: " + what + "\"");
    }

    /** Returns whether messages follow. */
    boolean isDone() {
        return state == State.DONE;
    }

    /** Returns whether the peer is to be cut off. */
    boolean isFailed() {
        return state == State.FAILED;
    }

    /** Returns whether the peer asked for descriptors. */
    boolean passesDescriptors() {
        return passesDescriptors;
    }
}
