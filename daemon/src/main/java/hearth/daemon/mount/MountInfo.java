package hearth.daemon.mount;

import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;

/**
 * One reading of {@code /proc/PID/mountinfo}: a line that is as it was in the reading before is not
 * taken apart again, so that a change costs little where ten thousand mounts are.
 *
 * <p>Users choose parts of what it says (places and sources of FUSE mounts), so whatever cannot be
 * a unit is passed over, and what one user has made is bounded.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html">proc_pid_mountinfo(5)</a>
 */
final class MountInfo {
    /**
     * The most mounts that are shown: each user with a runtime directory has one, and a machine may
     * have ten thousand; one weighs some 500 bytes, once for all.
     */
    static final int MOUNTS_MAX = 20_000;

    /**
     * Bytes of all lines together that are shown: a usual line has 100 to 200, that of a
     * container's layers up to 4,000. They lie in the heap, with what they say.
     */
    static final int TEXT_BYTES_MAX = 4 << 20;

    /**
     * Bytes of the lines of one user's mounts that are shown: some 400 of usual length, where FUSE
     * itself admits a thousand of all users.
     */
    static final int USER_TEXT_BYTES_MAX = 64 << 10;

    /** Bytes of a line; source and options have at most a page each, and no name is as long. */
    static final int LINE_BYTES_MAX = 12 << 10;

    /** Nothing has been read. */
    static final MountInfo NONE = new MountInfo(Map.of(), Mounts.NONE, new TreeSet<>());

    private final Map<Integer, Line> lines; // by the kernel's numbers of mounts
    private final Mounts mounts;
    private final SequencedSet<String> complaints;

    /** A line that is shown, as the kernel has written it, and what it says. */
    private static final class Line {
        private final byte[] bytes;
        private final MountLine content;

        Line(byte[] bytes, MountLine content) {
            this.bytes = bytes;
            this.content = content;
        }

        boolean isSame(ByteBuffer text) {
            return ByteBuffer.wrap(bytes).equals(text);
        }
    }

    private MountInfo(Map<Integer, Line> lines, Mounts mounts, SequencedSet<String> complaints) {
        this.lines = lines;
        this.mounts = mounts;
        this.complaints = complaints;
    }

    /** Returns what is mounted. */
    Mounts mounts() {
        return mounts;
    }

    /** Returns what is to be said of mounts that are not shown; one line for each who has them. */
    SequencedSet<String> complaints() {
        return complaints;
    }

    /** Takes lines in their order, and makes a reading of them. */
    static final class Reading {
        private final MountInfo before;
        private final Moment now;
        private final Map<Integer, Line> lines = new HashMap<>();
        private final Map<String, Mounts.Mount> byUnit = new LinkedHashMap<>();
        private final Map<String, String> words = new HashMap<>(); // many have them in common
        private final Map<String, Integer> ofUsers = new HashMap<>();
        private final SequencedSet<String> complaints = new TreeSet<>();
        private int textBytes;

        /**
         * Begins.
         *
         * @param before the reading before: a mount that has not changed stays the same object
         * @param now when a mount was seen first that is new
         */
        Reading(MountInfo before, Moment now) {
            this.before = before;
            this.now = now;
        }

        /** Takes a line without its end. */
        void take(ByteBuffer text) {
            int id = MountLine.idOf(text);
            known(id, text)
                    .or(() -> parsed(text))
                    .filter(this::fits)
                    .ifPresent(line -> {
                        lines.put(id, line);
                        byUnit.put(
                                line.content.unit(), line.content.mount()); // above what lies there
                    });
        }

        private Optional<Line> known(int id, ByteBuffer text) {
            return Optional.ofNullable(before.lines.get(id)).filter(line -> line.isSame(text));
        }

        private Optional<Line> parsed(ByteBuffer text) {
            byte[] bytes = new byte[text.remaining()];
            text.duplicate().get(bytes);
            return MountLine.parse(bytes, now, words).map(content -> new Line(bytes, content));
        }

        private boolean fits(Line line) {
            MountLine content = line.content;
            int length = line.bytes.length;
            if (content.user().isPresent()) {
                String user = content.user().get();
                int ofUser = ofUsers.merge(user, length, Integer::sum);
                if (ofUser > USER_TEXT_BYTES_MAX) {
                    complaints.add("user " + user + " has more mounts than are shown as units");
                    return false;
                }
            }
            boolean isNew = !byUnit.containsKey(content.unit());
            textBytes += length;
            if (textBytes > TEXT_BYTES_MAX || (isNew && byUnit.size() >= MOUNTS_MAX)) {
                complaints.add("there are more mounts than are shown as units");
                return false;
            }
            return true;
        }

        /** Returns what was read. */
        MountInfo end() {
            byUnit.replaceAll((unit, mount) ->
                    before.mounts
                            .find(unit)
                            .map(known -> known.isSame(mount) ? known : mount.since(known.since()))
                            .orElse(mount));
            return new MountInfo(lines, before.mounts.followedBy(byUnit), complaints);
        }
    }
}
