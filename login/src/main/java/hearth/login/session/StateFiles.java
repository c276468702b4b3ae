package hearth.login.session;

import hearth.login.host.DualTimestamp;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import hearth.login.inhibit.Inhibitor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The text of the files below {@code /run/systemd} by which libsystemd learns who is here, key by
 * key as systemd 252 writes it: one {@code KEY=value} a line, a key left out where it has no value.
 *
 * @see "sd-login(3)"
 */
public final class StateFiles {
    private static final String FIRST_LINE = "# This is private data. Do not parse.\n";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * Our own key, for sessions that last with their leader alone. An open one is known by having
     * no FIFO; of one that is opening or closing this says so.
     */
    private static final String LASTS_WITH = "HEARTH_LASTS_WITH";

    /** The value of {@link #LASTS_WITH}. */
    private static final String LEADER_ALONE = "leader";

    private static final String JOB_PATH = "/org/freedesktop/systemd1/job/";

    private StateFiles() {}

    /** Returns the content of {@code users/UID}. */
    public static String of(User user) {
        Lines lines = new Lines();
        lines.add("NAME", user.name());
        lines.add("STATE", user.state().wireName());
        lines.add("STOPPING", user.isStopping() ? "yes" : "no");
        lines.add("RUNTIME", user.runtimePath());
        lines.addJob("SERVICE_JOB", user.serviceJob());
        lines.addIfSaid("DISPLAY", user.display().map(Session::id).orElse(""));
        lines.addTime(user.since());
        lines.addIfPresent("LAST_SESSION_TIMESTAMP", user.lastSessionUsec());
        if (!user.sessions().isEmpty()) {
            List<Session> active = user.sessions().stream().filter(Session::isActive).toList();
            List<Session> online =
                    user.sessions().stream()
                            .filter(session -> session.state() != SessionState.CLOSING)
                            .toList();
            lines.add("SESSIONS", ids(user.sessions()));
            lines.add("SEATS", seats(user.sessions()));
            lines.add("ACTIVE_SESSIONS", ids(active));
            lines.add("ONLINE_SESSIONS", ids(online));
            lines.add("ACTIVE_SEATS", seats(active));
            lines.add("ONLINE_SEATS", seats(online));
        }
        return lines.text();
    }

    /** Returns the content of {@code sessions/ID}. */
    public static String of(Session session) {
        Lines lines = new Lines();
        lines.add("UID", Long.toString(session.user().uid()));
        lines.add("USER", session.user().name());
        lines.addFlag("ACTIVE", session.isActive());
        lines.addFlag("IS_DISPLAY", session.isDisplay());
        lines.add("STATE", session.state().wireName());
        lines.addFlag("REMOTE", session.isRemote());
        lines.add("TYPE", session.type().wireName());
        lines.add("ORIGINAL_TYPE", session.type().wireName());
        lines.add("CLASS", session.sessionClass().wireName());
        lines.addIfSaid("SCOPE", session.scope());
        lines.addJob("SCOPE_JOB", session.scopeJob());
        lines.addIfSaid(
                "FIFO", session.isHeld() ? "/run/systemd/" + session.file().fifoPath() : "");
        lines.addIfSaid(LASTS_WITH, isMarked(session) ? LEADER_ALONE : "");
        lines.addIfSaid("SEAT", session.seat().map(Seat::id).orElse(""));
        lines.addIfSaid("TTY", CEscape.escape(session.tty()));
        lines.addIfSaid("TTY_VALIDITY", session.tty().isEmpty() ? "" : "from-pam");
        lines.addIfSaid("DISPLAY", CEscape.escape(session.display()));
        lines.addIfSaid("REMOTE_HOST", CEscape.escape(session.remoteHost()));
        lines.addIfSaid("REMOTE_USER", CEscape.escape(session.remoteUser()));
        lines.addIfSaid("SERVICE", CEscape.escape(session.service()));
        lines.addIfSaid("DESKTOP", CEscape.escape(session.desktop()));
        if (session.vtNumber() > 0) {
            lines.add("VTNR", Integer.toString(session.vtNumber()));
        } else {
            lines.add("POSITION", Integer.toString(session.position()));
        }
        lines.add("LEADER", Long.toString(session.leader()));
        lines.addIfPresent("AUDIT", session.audit());
        lines.addTime(session.since());
        return lines.text();
    }

    private static boolean isMarked(Session session) {
        return !session.hasFifo()
                && switch (session.state()) {
                    case OPENING, CLOSING -> true;
                    case ACTIVE, ONLINE -> false;
                };
    }

    /** Returns whether a session's file says that the login program has, or will have, a FIFO. */
    public static boolean hasFifo(Map<String, String> session) {
        String state = session.getOrDefault("STATE", "");
        boolean isOpen =
                state.equals(SessionState.ACTIVE.wireName())
                        || state.equals(SessionState.ONLINE.wireName());
        return isOpen ? session.containsKey("FIFO") : !LEADER_ALONE.equals(session.get(LASTS_WITH));
    }

    /** Returns the content of {@code seats/ID}. */
    public static String of(Seat seat) {
        Lines lines = new Lines();
        lines.addFlag("IS_SEAT0", seat.id().equals("seat0"));
        lines.addFlag("CAN_MULTI_SESSION", true);
        lines.addFlag("CAN_TTY", seat.canTty());
        lines.addFlag("CAN_GRAPHICAL", seat.canGraphical());
        seat.active()
                .ifPresent(active -> {
                    lines.add("ACTIVE", active.id());
                    lines.add("ACTIVE_UID", Long.toString(active.user().uid()));
                });
        if (!seat.sessions().isEmpty()) {
            lines.add("SESSIONS", ids(seat.sessions()));
            lines.add(
                    "UIDS",
                    joined(
                            seat.sessions().stream()
                                    .map(session -> Long.toString(session.user().uid()))));
        }
        return lines.text();
    }

    /** Returns the content of {@code inhibit/ID}. */
    public static String of(Inhibitor inhibitor) {
        Inhibition inhibition = inhibitor.inhibition();
        Lines lines = new Lines();
        lines.add("WHAT", Inhibited.text(inhibition.what()));
        lines.add("MODE", inhibition.mode().wireName());
        lines.add("UID", Long.toString(inhibition.uid()));
        lines.add("PID", Long.toString(inhibition.pid()));
        lines.addIfSaid("WHO", CEscape.escape(inhibition.who()));
        lines.addIfSaid("WHY", CEscape.escape(inhibition.why()));
        return lines.text();
    }

    /**
     * Returns the inhibitor that {@code of} wrote down; nothing where that is not whole.
     *
     * @param since taken for its beginning, which the file does not tell
     */
    public static Optional<Inhibitor> inhibitor(String id, String text, DualTimestamp since) {
        Map<String, String> values = parse(text);
        Optional<Set<Inhibited>> what = Inhibited.parse(values.getOrDefault("WHAT", ""));
        Optional<InhibitMode> mode = InhibitMode.ofWireName(values.getOrDefault("MODE", ""));
        OptionalLong uid = number(values, "UID");
        OptionalLong pid = number(values, "PID");
        if (what.isEmpty() || mode.isEmpty() || uid.isEmpty() || pid.isEmpty()) {
            return Optional.empty();
        }
        var inhibition =
                new Inhibition(
                        what.get(),
                        values.getOrDefault("WHO", ""),
                        values.getOrDefault("WHY", ""),
                        mode.get(),
                        uid.getAsLong(),
                        pid.getAsLong());
        return Optional.of(new Inhibitor(id, inhibition, since));
    }

    /** Returns a number of a file's; nothing where there is none. */
    public static OptionalLong number(Map<String, String> values, String key) {
        String text = values.getOrDefault(key, "");
        return NUMBER.matcher(text).matches()
                ? OptionalLong.of(Long.parseLong(text))
                : OptionalLong.empty();
    }

    /**
     * Returns the values by key of a file that {@code of} wrote, unescaped; lines without a key are
     * skipped.
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        text.lines()
                .filter(line -> !line.startsWith("#") && line.contains("="))
                .forEach(line -> {
                    int equals = line.indexOf('=');
                    values.put(
                            line.substring(0, equals),
                            CEscape.unescape(line.substring(equals + 1)));
                });
        return values;
    }

    private static String ids(Collection<Session> sessions) {
        return joined(sessions.stream().map(Session::id));
    }

    private static String seats(Collection<Session> sessions) {
        return joined(sessions.stream().flatMap(session -> session.seat().stream()).map(Seat::id));
    }

    private static String joined(Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }

    /** A file being written. */
    private static final class Lines {
        private final StringBuilder text = new StringBuilder(FIRST_LINE);

        void add(String key, String value) {
            text.append(key).append('=').append(value).append('\n');
        }

        void addIfSaid(String key, String value) {
            if (!value.isEmpty()) {
                add(key, value);
            }
        }

        void addFlag(String key, boolean value) {
            add(key, value ? "1" : "0");
        }

        void addIfPresent(String key, OptionalLong value) {
            value.ifPresent(number -> add(key, Long.toString(number)));
        }

        void addJob(String key, OptionalLong job) {
            job.ifPresent(number -> add(key, JOB_PATH + number));
        }

        void addTime(DualTimestamp time) {
            add("REALTIME", Long.toString(time.realtimeUsec()));
            add("MONOTONIC", Long.toString(time.monotonicUsec()));
        }

        String text() {
            return text.toString();
        }
    }
}
