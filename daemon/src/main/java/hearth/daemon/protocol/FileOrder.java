package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;
import java.util.List;

/** An order to a hand about files and directories of its user's, which the brain never opens. */
public sealed interface FileOrder extends HandOrder {

    /**
     * Reads directories of unit files, and one level of their ".d", ".wants", ".requires" and
     * ".upholds" directories, and watches them from then on; answered by Tree. Each order replaces
     * the directories watched before.
     */
    record ReadTree(List<String> directories, int maxEntries, int maxFileBytes, int maxTotalBytes)
            implements FileOrder {
        static final int NUMBER = 0x0310;

        /** Copies the lists. */
        public ReadTree {
            directories = List.copyOf(directories);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(directories, BodyWriter::text);
            out.u32(maxEntries);
            out.u32(maxFileBytes);
            out.u32(maxTotalBytes);
        }

        static ReadTree read(BodyReader in) {
            return new ReadTree(in.list(BodyReader::text), in.u32(), in.u32(), in.u32());
        }
    }

    /**
     * Asks whether a watched directory has changed since Tree or the last Synced; answered by
     * Synced.
     */
    record Sync() implements FileOrder {
        static final int NUMBER = 0x0311;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static Sync read(BodyReader in) {
            in.nothing();
            return new Sync();
        }
    }

    /**
     * Reads a regular file; answered by FileContent. ENOENT, EACCES, EFBIG above the limit, ELOOP
     * for a link that isn't to be followed, ...
     */
    record ReadFile(String path, int maxBytes, boolean followLinks) implements FileOrder {
        static final int NUMBER = 0x0312;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.u32(maxBytes);
            out.bool(followLinks);
        }

        static ReadFile read(BodyReader in) {
            return new ReadFile(in.text(), in.u32(), in.bool());
        }
    }

    /**
     * Asks which paths there are of a glob(7) pattern, sorted; answered by PathsFound. ENOENT where
     * none is, E2BIG where more than the limit are.
     */
    record FindPaths(String pattern, int maxPaths) implements FileOrder {
        static final int NUMBER = 0x031a;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 2;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(pattern);
            out.u32(maxPaths);
        }

        static FindPaths read(BodyReader in) {
            return new FindPaths(in.text(), in.u32());
        }
    }

    /**
     * Counts what is in directories and below, links not followed; answered by Measured. A
     * directory that is missing has nothing in it; one that is a link, or cannot be read, counts as
     * an entry.
     *
     * @param maxEntries counting ends beyond either
     */
    record MeasureTrees(List<String> directories, int maxEntries, long maxBytes)
            implements FileOrder {
        static final int NUMBER = 0x031b;

        /** Copies the lists. */
        public MeasureTrees {
            directories = List.copyOf(directories);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 4;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(directories, BodyWriter::text);
            out.u32(maxEntries);
            out.u64(maxBytes);
        }

        static MeasureTrees read(BodyReader in) {
            return new MeasureTrees(in.list(BodyReader::text), in.u32(), in.u64());
        }
    }

    /**
     * Writes a file beside its place and renames it there.
     *
     * @param durable fsync before the rename
     */
    record WriteFile(String path, int mode, boolean durable, Bytes content) implements FileOrder {
        static final int NUMBER = 0x0313;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.u32(mode);
            out.bool(durable);
            out.blob(content);
        }

        static WriteFile read(BodyReader in) {
            return new WriteFile(in.text(), in.u32(), in.bool(), in.blob());
        }
    }

    /** Makes a directory with its parents; one that is there is no failure. */
    record MakeDirectories(String path, int mode) implements FileOrder {
        static final int NUMBER = 0x0314;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.u32(mode);
        }

        static MakeDirectories read(BodyReader in) {
            return new MakeDirectories(in.text(), in.u32());
        }
    }

    /** Makes a symbolic link; EEXIST where something else is there and "replace" isn't set. */
    record MakeLink(String target, String path, boolean replace) implements FileOrder {
        static final int NUMBER = 0x0315;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(target);
            out.text(path);
            out.bool(replace);
        }

        static MakeLink read(BodyReader in) {
            return new MakeLink(in.text(), in.text(), in.bool());
        }
    }

    /**
     * Removes a file, link or directory; what is gone is no failure.
     *
     * @param recursive with what is in it, on the same file system; else a directory must be empty
     */
    record Remove(String path, boolean recursive) implements FileOrder {
        static final int NUMBER = 0x0316;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.bool(recursive);
        }

        static Remove read(BodyReader in) {
            return new Remove(in.text(), in.bool());
        }
    }

    /**
     * Watches a path for PathChanged, itself or, while it is missing, its nearest parent.
     *
     * @param watch the brain's name for it
     * @param path absolute
     * @param written also each write, not only the closing after writing
     */
    record WatchPath(long watch, String path, boolean written) implements FileOrder {
        static final int NUMBER = 0x0318;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(watch);
            out.text(path);
            out.bool(written);
        }

        static WatchPath read(BodyReader in) {
            return new WatchPath(in.u64(), in.text(), in.bool());
        }
    }

    /** Takes WatchPath back. */
    record UnwatchPath(long watch) implements FileOrder {
        static final int NUMBER = 0x0319;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(watch);
        }

        static UnwatchPath read(BodyReader in) {
            return new UnwatchPath(in.u64());
        }
    }
}
