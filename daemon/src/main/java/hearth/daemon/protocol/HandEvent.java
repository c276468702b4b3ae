package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ConditionResult;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.Problem;
import hearth.daemon.protocol.record.TreeEntry;
import java.util.List;

/** What a hand tells: user input, it counts for that user alone. */
public sealed interface HandEvent extends Message
        permits CommonEvent,
                ListenEvent,
                HandEvent.HandWelcome,
                HandEvent.ProcessPresent,
                HandEvent.HandComplete,
                HandEvent.Tree,
                HandEvent.TreeChanged,
                HandEvent.Synced,
                HandEvent.FileContent,
                HandEvent.ConditionResults,
                HandEvent.PathChanged,
                HandEvent.PathsFound,
                HandEvent.Measured,
                HandEvent.Stored,
                HandEvent.Descriptor,
                HandEvent.Spawned,
                HandEvent.Executed,
                HandEvent.Exited {

    /**
     * A hand's first message on a fresh socket.
     *
     * @param version PROTOCOL_VERSION
     * @param cgroup it is in; empty: unknown
     * @param environment what PAM gave, "A=b"
     * @param limits that its processes begin with
     * @param cgroups it may make cgroups; else units are found by parents and INVOCATION_ID
     */
    record HandWelcome(
            int version,
            int uid,
            int gid,
            List<Integer> groups,
            int pid,
            String user,
            String home,
            String shell,
            String cgroup,
            List<String> environment,
            List<Limit> limits,
            int umask,
            boolean cgroups)
            implements HandEvent, Introduction {
        static final int NUMBER = 0x1301;

        /** Copies the lists. */
        public HandWelcome {
            groups = List.copyOf(groups);
            environment = List.copyOf(environment);
            limits = List.copyOf(limits);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(version);
            out.u32(uid);
            out.u32(gid);
            out.list(groups, BodyWriter::u32);
            out.i32(pid);
            out.text(user);
            out.text(home);
            out.text(shell);
            out.text(cgroup);
            out.list(environment, BodyWriter::text);
            out.list(limits, (writer, item) -> item.writeTo(writer));
            out.u32(umask);
            out.bool(cgroups);
        }

        static HandWelcome read(BodyReader in) {
            return new HandWelcome(
                    in.u32(),
                    in.u32(),
                    in.u32(),
                    in.list(BodyReader::u32),
                    in.i32(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.list(BodyReader::text),
                    in.list(Limit::read),
                    in.u32(),
                    in.bool());
        }
    }

    /**
     * A process that the hand started is alive: told to a new brain. The log pipe's reading end is
     * attached where there is one.
     */
    record ProcessPresent(long process, String unit, String role, int pid) implements HandEvent {
        static final int NUMBER = 0x1302;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
            out.text(unit);
            out.text(role);
            out.i32(pid);
        }

        static ProcessPresent read(BodyReader in) {
            return new ProcessPresent(in.u64(), in.text(), in.text(), in.i32());
        }
    }

    /** The new brain has been told everything this hand keeps. */
    record HandComplete() implements HandEvent {
        static final int NUMBER = 0x1303;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static HandComplete read(BodyReader in) {
            in.nothing();
            return new HandComplete();
        }
    }

    /**
     * Answers ReadTree.
     *
     * @param problems directories that could not be read; missing ones are not told
     * @param truncated a limit was reached: entries are missing
     */
    record Tree(List<TreeEntry> entries, List<Problem> problems, boolean truncated)
            implements HandEvent {
        static final int NUMBER = 0x1310;

        /** Copies the lists. */
        public Tree {
            entries = List.copyOf(entries);
            problems = List.copyOf(problems);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(entries, (writer, item) -> item.writeTo(writer));
            out.list(problems, (writer, item) -> item.writeTo(writer));
            out.bool(truncated);
        }

        static Tree read(BodyReader in) {
            return new Tree(in.list(TreeEntry::read), in.list(Problem::read), in.bool());
        }
    }

    /** A watched directory has changed; told once until the next ReadTree or Sync. */
    record TreeChanged() implements HandEvent {
        static final int NUMBER = 0x1311;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static TreeChanged read(BodyReader in) {
            in.nothing();
            return new TreeChanged();
        }
    }

    /** Answers Sync. */
    record Synced(boolean changed) implements HandEvent {
        static final int NUMBER = 0x1312;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.bool(changed);
        }

        static Synced read(BodyReader in) {
            return new Synced(in.bool());
        }
    }

    /** Answers ReadFile. */
    record FileContent(long modifiedUsec, Bytes content) implements HandEvent {
        static final int NUMBER = 0x1313;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(modifiedUsec);
            out.blob(content);
        }

        static FileContent read(BodyReader in) {
            return new FileContent(in.u64(), in.blob());
        }
    }

    /** Answers CheckConditions, in its order. */
    record ConditionResults(List<ConditionResult> results) implements HandEvent {
        static final int NUMBER = 0x1314;

        /** Copies the lists. */
        public ConditionResults {
            results = List.copyOf(results);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(results, (writer, item) -> item.writeTo(writer));
        }

        static ConditionResults read(BodyReader in) {
            return new ConditionResults(in.list(ConditionResult::read));
        }
    }

    /** Something happened at the path of a WatchPath. */
    record PathChanged(long watch) implements HandEvent {
        static final int NUMBER = 0x1315;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(watch);
        }

        static PathChanged read(BodyReader in) {
            return new PathChanged(in.u64());
        }
    }

    /** Answers FindPaths. */
    record PathsFound(List<String> paths) implements HandEvent {
        static final int NUMBER = 0x1316;

        /** Copies the lists. */
        public PathsFound {
            paths = List.copyOf(paths);
        }

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
            out.list(paths, BodyWriter::text);
        }

        static PathsFound read(BodyReader in) {
            return new PathsFound(in.list(BodyReader::text));
        }
    }

    /**
     * Answers MeasureTrees.
     *
     * @param entries files, links and directories
     * @param bytes of the files, as they lie on the file system
     * @param truncated there is more than was to be counted
     */
    record Measured(int entries, long bytes, boolean truncated) implements HandEvent {
        static final int NUMBER = 0x1317;

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
            out.u32(entries);
            out.u64(bytes);
            out.bool(truncated);
        }

        static Measured read(BodyReader in) {
            return new Measured(in.u32(), in.u64(), in.bool());
        }
    }

    /** Answers FetchStored: copies of what is kept are attached, one for each name. */
    record Stored(List<String> names) implements HandEvent {
        static final int NUMBER = 0x1337;

        /** Copies the list. */
        public Stored {
            names = List.copyOf(names);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return HandOrder.FetchStored.SINCE;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(names, BodyWriter::text);
        }

        static Stored read(BodyReader in) {
            return new Stored(in.list(BodyReader::text));
        }
    }

    /** Answers BindSocket and ConnectSocket. The descriptor is attached. */
    record Descriptor(String name) implements HandEvent {
        static final int NUMBER = 0x1320;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
        }

        static Descriptor read(BodyReader in) {
            return new Descriptor(in.text());
        }
    }

    /**
     * Answers Spawn. The log pipe's reading end is attached: where no stream leads there, it says
     * what failed before the program ran.
     */
    record Spawned(long process, int pid) implements HandEvent {
        static final int NUMBER = 0x1330;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
            out.i32(pid);
        }

        static Spawned read(BodyReader in) {
            return new Spawned(in.u64(), in.i32());
        }
    }

    /** A process has executed its program: for Type=exec. One that fails before only exits. */
    record Executed(long process) implements HandEvent {
        static final int NUMBER = 0x1331;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
        }

        static Executed read(BodyReader in) {
            return new Executed(in.u64());
        }
    }

    /**
     * A process has ended. Told again to each new brain, with the log pipe's reading end, until
     * ForgetProcess.
     *
     * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED
     * @param status exit status or signal
     * @param cpuUsec user and system time of it and those it waited for
     */
    record Exited(
            long process, String unit, String role, int pid, int code, int status, long cpuUsec)
            implements HandEvent {
        static final int NUMBER = 0x1332;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
            out.text(unit);
            out.text(role);
            out.i32(pid);
            out.i32(code);
            out.i32(status);
            out.u64(cpuUsec);
        }

        static Exited read(BodyReader in) {
            return new Exited(
                    in.u64(), in.text(), in.text(), in.i32(), in.i32(), in.i32(), in.u64());
        }
    }
}
