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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code /proc/PID/mountinfo}. Users choose parts of it (places and sources of FUSE mounts),
 * so whatever cannot be a unit is passed over.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
final class MountInfo {
    /**
     * The most mounts that are shown: each user with a runtime directory has one, and a machine may
     * have ten thousand; one weighs some 300 bytes, once for all.
     */
    static final int MOUNTS_MAX = 20_000;

    private static final int FIRST_OPTIONAL_FIELD = 6;
    private static final String SEPARATOR = "-";
    private static final String AUTOFS = "autofs";
    private static final int OCTAL_DIGITS = 3;

    private MountInfo() {}

    /**
     * What was read.
     *
     * @param isCut whether there were more than are shown
     */
    record Reading(Mounts mounts, boolean isCut) {}

    /**
     * Returns what a file shows.
     *
     * @param before what was shown before: a mount that has not changed stays the same object
     * @param now when a mount was seen first that is new
     */
    static Reading parse(byte[] file, Mounts before, Moment now) {
        Map<String, Mounts.Mount> byUnit = new LinkedHashMap<>();
        Map<String, String> words = new HashMap<>(); // most mounts have types and options in common
        boolean isCut = false;
        int begin = 0;
        while (begin < file.length) {
            int end = begin;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            Optional<Mounts.Mount> mount =
                    text(file, begin, end).flatMap(line -> mount(line, now, words));
            Optional<String> unit = mount.flatMap(found -> unitOf(found.where()));
            begin = end + 1;
            if (unit.isEmpty()) {
                continue;
            }
            if (byUnit.size() >= MOUNTS_MAX && !byUnit.containsKey(unit.get())) {
                isCut = true;
                continue;
            }
            byUnit.put(unit.get(), mount.get()); // the last one lies above the others
        }
        byUnit.replaceAll((unit, mount) ->
                before.find(unit)
                        .map(known -> known.isSame(mount) ? known : since(mount, known))
                        .orElse(mount));
        return new Reading(new Mounts(byUnit), isCut);
    }

    private static Mounts.Mount since(Mounts.Mount mount, Mounts.Mount known) {
        return new Mounts.Mount(
                mount.where(), mount.what(), mount.type(), mount.options(), known.since());
    }

    /** Returns what is UTF-8: D-Bus knows no other text. */
    private static Optional<String> text(byte[] bytes, int begin, int end) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, begin, end - begin))
                            .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Mounts.Mount> mount(
            String line, Moment now, Map<String, String> words) {
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
        Optional<String> where = unescape(fields.get(4));
        Optional<String> type = unescape(fields.get(separator + 1));
        Optional<String> what = unescape(fields.get(separator + 2));
        Optional<String> options =
                unescape(merged(fields.get(FIRST_OPTIONAL_FIELD - 1), fields.get(separator + 3)));
        if (where.isEmpty() || type.isEmpty() || what.isEmpty() || options.isEmpty()) {
            return Optional.empty();
        }
        return type.get().equals(AUTOFS)
                ? Optional.empty()
                : Optional.of(
                        new Mounts.Mount(
                                where.get(),
                                shared(what.get(), words),
                                shared(type.get(), words),
                                shared(options.get(), words),
                                now));
    }

    private static String shared(String word, Map<String, String> words) {
        return words.computeIfAbsent(word, same -> same);
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
        byte[] bytes = plain.toByteArray();
        return text(bytes, 0, bytes.length);
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
