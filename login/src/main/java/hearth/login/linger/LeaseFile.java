package hearth.login.linger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The text of {@code /var/lib/hearth/linger/USER}: a section for the user, and one for each lease.
 *
 * <pre>
 * [User]
 * Uid=2001
 *
 * [Lease 3]
 * Origin=granted
 * AskedBy=0
 * Owner=backup
 * Reason=the nightly run
 * SinceUsec=1795305815177796
 * UntilUsec=1795334615177796      or UntilReboot=yes, or While=job.service
 * Boot=0123456789abcdef0123456789abcdef
 * </pre>
 *
 * <p>A field that this version does not know is passed over, since a later one may have written it.
 * What cannot be understood is told, and all else counts.
 */
public final class LeaseFile {
    /** Leases that are read of one file: as many as a user can have, and some more. */
    public static final int LEASES_MAX = 128;

    /** Problems that are told of one file: more help nobody. */
    public static final int PROBLEMS_MAX = 32;

    private static final String FIRST_LINE =
            "# Why this user lingers. hearthd writes this; `hearth linger` changes it.\n";
    private static final String LEASE = "Lease ";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /**
     * What is wrong with a file.
     *
     * @param line counted from 1
     */
    public record Problem(int line, String message) {}

    /**
     * What a file says.
     *
     * @param uid whose it is; empty where it does not tell
     */
    public record Content(OptionalLong uid, List<LingerLease> leases, List<Problem> problems) {}

    private LeaseFile() {}

    /** Returns the text of a user's leases; empty for none. */
    public static String text(OptionalLong uid, List<LingerLease> leases) {
        if (leases.isEmpty()) {
            return "";
        }
        var text = new StringBuilder(FIRST_LINE).append("[User]\n");
        uid.ifPresent(number -> line(text, "Uid", Long.toString(number)));
        for (LingerLease lease : leases) {
            text.append("\n[").append(LEASE).append(oneLine(lease.id())).append("]\n");
            line(text, "Origin", lease.origin().wireName());
            lease.askedBy().ifPresent(number -> line(text, "AskedBy", Long.toString(number)));
            line(text, "Owner", lease.owner());
            line(text, "Reason", lease.reason());
            line(text, "SinceUsec", Long.toString(lease.sinceUsec()));
            switch (lease.end()) {
                case LeaseEnd.Never() -> {}
                case LeaseEnd.At(long usec) -> line(text, "UntilUsec", Long.toString(usec));
                case LeaseEnd.Reboot() -> line(text, "UntilReboot", "yes");
                case LeaseEnd.While(String unit) -> line(text, "While", unit);
            }
            line(text, "Boot", lease.boot());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isBlank()) {
            text.append(key).append('=').append(oneLine(value)).append('\n');
        }
    }

    /** Who asks cannot write a line of its own: control characters become blanks. */
    private static String oneLine(String value) {
        var line = new StringBuilder(value.length());
        value.codePoints()
                .forEach(point ->
                        line.appendCodePoint(
                                Character.isISOControl(point) || point == 0x2028 || point == 0x2029
                                        ? ' '
                                        : point));
        return line.toString().strip();
    }

    /** Returns what a text says; whatever it is, there is an answer. */
    public static Content parse(String text) {
        return new Reader().read(text);
    }

    /** A value, and where it is. */
    private record Field(String value, int line) {}

    /** A file being read. */
    private static final class Reader {
        private final Map<String, LingerLease> leases = new LinkedHashMap<>();
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, Field> fields = new LinkedHashMap<>();
        private OptionalLong uid = OptionalLong.empty();
        private String section = "";
        private int sectionLine = 1;

        Content read(String text) {
            int line = 0;
            for (String raw : text.split("\n", -1)) {
                line++;
                take(line, raw.strip());
            }
            endSection();
            return new Content(uid, List.copyOf(leases.values()), List.copyOf(problems));
        }

        private void take(int line, String text) {
            int equals = text.indexOf('=');
            if (text.isEmpty() || text.startsWith("#")) {
                return;
            }
            if (text.startsWith("[") && text.endsWith("]")) {
                endSection();
                section = text.substring(1, text.length() - 1);
                sectionLine = line;
            } else if (equals > 0) {
                fields.put(
                        text.substring(0, equals).strip(),
                        new Field(oneLine(text.substring(equals + 1)), line));
            } else {
                say(line, "neither a section nor NAME=VALUE, ignored");
            }
        }

        private void endSection() {
            if (section.equals("User")) {
                uid = number("Uid");
            } else if (section.startsWith(LEASE)) {
                endLease(oneLine(section.substring(LEASE.length())));
            }
            fields.clear();
        }

        private void endLease(String id) {
            if (id.isEmpty()) {
                say(sectionLine, "a lease without a name, ignored");
            } else if (leases.containsKey(id)) {
                say(sectionLine, "lease '" + id + "' is there already, ignored");
            } else if (leases.size() == LEASES_MAX) {
                say(sectionLine, "more than " + LEASES_MAX + " leases, ignored");
            } else {
                leases.put(
                        id,
                        new LingerLease(
                                id,
                                origin(),
                                number("AskedBy"),
                                field("Owner"),
                                field("Reason"),
                                number("SinceUsec").orElse(0),
                                end(),
                                field("Boot")));
            }
        }

        /** A lease of another kind can be ended as one that somebody has asked for. */
        private LeaseOrigin origin() {
            Optional<LeaseOrigin> origin = LeaseOrigin.ofWireName(field("Origin"));
            if (origin.isEmpty()) {
                say(
                        at("Origin").line(),
                        "Origin= is unknown, taken as granted: '" + field("Origin") + "'");
            }
            return origin.orElse(LeaseOrigin.GRANTED);
        }

        private LeaseEnd end() {
            if (fields.containsKey("UntilUsec")) {
                OptionalLong usec = number("UntilUsec");
                return usec.isPresent()
                        ? new LeaseEnd.At(usec.getAsLong())
                        : new LeaseEnd.Never(); // number() has said it
            }
            if (!field("While").isEmpty()) {
                return new LeaseEnd.While(field("While"));
            }
            return field("UntilReboot").equals("yes")
                    ? new LeaseEnd.Reboot()
                    : new LeaseEnd.Never();
        }

        private String field(String name) {
            return at(name).value();
        }

        private Field at(String name) {
            return fields.getOrDefault(name, new Field("", sectionLine));
        }

        private OptionalLong number(String name) {
            String text = field(name);
            if (NUMBER.matcher(text).matches()) {
                return OptionalLong.of(Long.parseLong(text));
            }
            if (fields.containsKey(name)) {
                say(at(name).line(), name + "= is no number, taken as not there: '" + text + "'");
            }
            return OptionalLong.empty();
        }

        private void say(int line, String message) {
            if (problems.size() < PROBLEMS_MAX) {
                problems.add(new Problem(line, message));
            }
        }
    }
}
