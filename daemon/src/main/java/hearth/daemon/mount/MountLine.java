package hearth.daemon.mount;

import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.unit.UnitName;
import hearth.unit.mount.ApiFileSystems;
import hearth.unit.mount.MountNeeds;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a line of {@code /proc/PID/mountinfo} says, where that can be a unit.
 *
 * @param unit the unit's name
 * @param user who has made the mount, by number; empty for root, and where nobody says so
 */
record MountLine(String unit, Mounts.Mount mount, Optional<String> user) {
    private static final int WHERE_FIELD = 4;
    private static final int OPTIONS_FIELD = 5;
    private static final int FIRST_OPTIONAL_FIELD = 6;
    private static final String SEPARATOR = "-";
    private static final String AUTOFS = "autofs";
    private static final String FUSE = "fuse";
    private static final String FUSE_USER = "user_id=";
    private static final String ROOT = "0";
    private static final int OCTAL_DIGITS = 3;

    /** Digits of the largest number of a mount. */
    private static final int ID_DIGITS_MAX = 9;

    /** Returns the number that a line begins with, by which the kernel knows the mount. */
    static int idOf(ByteBuffer line) {
        int id = 0;
        int end = Math.min(line.limit(), line.position() + ID_DIGITS_MAX);
        for (int i = line.position(); i < end; i++) {
            byte digit = line.get(i);
            if (digit < '0' || digit > '9') {
                return id;
            }
            id = id * 10 + digit - '0';
        }
        return id;
    }

    /**
     * Returns what a line says; nothing where it cannot be a unit.
     *
     * @param now when it was seen
     * @param words kept of earlier lines: most mounts have types and options in common
     */
    static Optional<MountLine> parse(byte[] bytes, Moment now, Map<String, String> words) {
        return text(bytes).flatMap(line -> parse(line, now, words));
    }

    private static Optional<MountLine> parse(String line, Moment now, Map<String, String> words) {
        List<String> fields = List.of(line.split(" ", -1));
        int separator = -1;
        for (int i = FIRST_OPTIONAL_FIELD; i < fields.size() && separator < 0; i++) {
            if (fields.get(i).equals(SEPARATOR)) {
                separator = i;
            }
        }
        if (separator < 0 || separator + 3 >= fields.size()) {
            return Optional.empty();
        }
        String ofFileSystem = fields.get(separator + 3);
        Optional<String> where = unescape(fields.get(WHERE_FIELD));
        Optional<String> type = unescape(fields.get(separator + 1));
        Optional<String> what = unescape(fields.get(separator + 2));
        Optional<String> options = unescape(merged(fields.get(OPTIONS_FIELD), ofFileSystem));
        if (where.isEmpty() || type.isEmpty() || what.isEmpty() || options.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> unit = type.get().equals(AUTOFS) ? Optional.empty() : unitOf(where.get());
        return unit.map(name ->
                new MountLine(
                        name,
                        new Mounts.Mount(
                                where.get(),
                                shared(what.get(), words),
                                shared(type.get(), words),
                                shared(options.get(), words),
                                now),
                        type.get().startsWith(FUSE) ? userOf(ofFileSystem) : Optional.empty()));
    }

    /** FUSE says whose program answers. */
    private static Optional<String> userOf(String options) {
        for (String option : options.split(",", -1)) {
            if (option.startsWith(FUSE_USER)) {
                String user = option.substring(FUSE_USER.length());
                return user.equals(ROOT) ? Optional.empty() : Optional.of(user);
            }
        }
        return Optional.empty();
    }

    private static String shared(String word, Map<String, String> words) {
        return words.computeIfAbsent(word, same -> same);
    }

    /** Returns what is UTF-8: D-Bus knows no other text. */
    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** The kernel writes blanks and backslashes as octal numbers. */
    private static Optional<String> unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return Optional.of(field);
        }
        byte[] raw = field.getBytes(StandardCharsets.UTF_8);
        var plain = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int value = raw[i] == '\\' ? octal(raw, i + 1) : -1;
            if (value >= 0) {
                plain.write(value);
                i += OCTAL_DIGITS;
            } else {
                plain.write(raw[i]);
            }
        }
        return text(plain.toByteArray());
    }

    private static int octal(byte[] raw, int begin) {
        if (begin + OCTAL_DIGITS > raw.length) {
            return -1;
        }
        int value = 0;
        for (int i = begin; i < begin + OCTAL_DIGITS; i++) {
            if (raw[i] < '0' || raw[i] > '7') {
                return -1;
            }
            value = value * 8 + raw[i] - '0';
        }
        return value <= 0xff ? value : -1;
    }

    /** Returns options as mount(8) shows them: whether it may be written comes first, and once. */
    private static String merged(String ofMount, String ofFileSystem) {
        if (ofMount.equals(ofFileSystem)) {
            return ofMount;
        }
        boolean isReadOnly = false;
        List<String> options = new ArrayList<>();
        for (String option : (ofMount + "," + ofFileSystem).split(",", -1)) {
            if (option.equals("ro")) {
                isReadOnly = true;
            } else if (!option.isEmpty() && !option.equals("rw")) {
                options.add(option);
            }
        }
        options.addFirst(isReadOnly ? "ro" : "rw");
        return String.join(",", options);
    }

    /** Returns the name of the unit of a place, if there can be one. */
    private static Optional<String> unitOf(String where) {
        if (!where.startsWith("/") || ApiFileSystems.isAt(where)) {
            return Optional.empty();
        }
        return MountNeeds.unitOf(where).map(UnitName::text);
    }
}
