package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.record.Attribute;
import java.util.List;

/** An order that both the keeper and a hand carry out, each with its own rights. */
public sealed interface CommonOrder extends KeeperOrder, HandOrder {

    /**
     * Makes a cgroup with its parents, or changes the one that is there. What fails after it was
     * made is told in Done.
     *
     * @param uid owner of the directory, if delegate; a hand ignores it
     * @param delegate give the directory and the files that may be delegated to the owner
     * @param attributes written in order, "memory.max"
     * @param extended extended attributes: "user.*", "trusted.*"
     */
    record MakeCgroup(
            String path,
            int uid,
            int gid,
            boolean delegate,
            List<Attribute> attributes,
            List<Attribute> extended)
            implements CommonOrder {
        static final int NUMBER = 0x0101;

        /** Copies the lists. */
        public MakeCgroup {
            attributes = List.copyOf(attributes);
            extended = List.copyOf(extended);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.u32(uid);
            out.u32(gid);
            out.bool(delegate);
            out.list(attributes, (writer, item) -> item.writeTo(writer));
            out.list(extended, (writer, item) -> item.writeTo(writer));
        }

        static MakeCgroup read(BodyReader in) {
            return new MakeCgroup(
                    in.text(),
                    in.u32(),
                    in.u32(),
                    in.bool(),
                    in.list(Attribute::read),
                    in.list(Attribute::read));
        }
    }

    /**
     * Removes a cgroup and those below it; one that is gone is no failure, one with processes is
     * (EBUSY).
     */
    record RemoveCgroup(String path) implements CommonOrder {
        static final int NUMBER = 0x0102;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
        }

        static RemoveCgroup read(BodyReader in) {
            return new RemoveCgroup(in.text());
        }
    }

    /** Writes one attribute of a cgroup. */
    record SetCgroupAttribute(String path, String name, String value) implements CommonOrder {
        static final int NUMBER = 0x0103;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.text(name);
            out.text(value);
        }

        static SetCgroupAttribute read(BodyReader in) {
            return new SetCgroupAttribute(in.text(), in.text(), in.text());
        }
    }

    /**
     * Signals the processes of a cgroup and those below; answered by Signalled. SIGKILL uses
     * cgroup.kill where nothing is excepted.
     *
     * @param except pids left alone
     */
    record SignalCgroup(String path, int signal, List<Integer> except) implements CommonOrder {
        static final int NUMBER = 0x0104;

        /** Copies the lists. */
        public SignalCgroup {
            except = List.copyOf(except);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.i32(signal);
            out.list(except, BodyWriter::i32);
        }

        static SignalCgroup read(BodyReader in) {
            return new SignalCgroup(in.text(), in.i32(), in.list(BodyReader::i32));
        }
    }

    /** Signals one process, by pidfd, and only where it is in that cgroup or below. */
    record Signal(String path, int pid, int signal) implements CommonOrder {
        static final int NUMBER = 0x0105;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.i32(pid);
            out.i32(signal);
        }

        static Signal read(BodyReader in) {
            return new Signal(in.text(), in.i32(), in.i32());
        }
    }

    /**
     * Moves processes into a cgroup. Those that could not be moved are told in Done; Failed when
     * none could.
     *
     * @param uid whom they must belong to; -1: anybody
     */
    record MoveProcesses(String path, List<Integer> pids, long uid) implements CommonOrder {
        static final int NUMBER = 0x0106;

        /** Copies the lists. */
        public MoveProcesses {
            pids = List.copyOf(pids);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.list(pids, BodyWriter::i32);
            out.i64(uid);
        }

        static MoveProcesses read(BodyReader in) {
            return new MoveProcesses(in.text(), in.list(BodyReader::i32), in.i64());
        }
    }

    /**
     * Asks for ProcessGone once the process is no more; ESRCH where it is already. A hand also
     * tells an adopted one's status.
     */
    record WatchProcess(int pid) implements CommonOrder {
        static final int NUMBER = 0x0110;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(pid);
        }

        static WatchProcess read(BodyReader in) {
            return new WatchProcess(in.i32());
        }
    }

    /** Takes WatchProcess back. */
    record UnwatchProcess(int pid) implements CommonOrder {
        static final int NUMBER = 0x0111;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(pid);
        }

        static UnwatchProcess read(BodyReader in) {
            return new UnwatchProcess(in.i32());
        }
    }

    /**
     * Keeps the attached descriptor under a name, over the brain's end; a descriptor of that name
     * is replaced.
     */
    record KeepDescriptor(String name) implements CommonOrder {
        static final int NUMBER = 0x0112;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
        }

        static KeepDescriptor read(BodyReader in) {
            return new KeepDescriptor(in.text());
        }
    }

    /** Closes what is kept under a name; nothing by that name is no failure. */
    record DropDescriptor(String name) implements CommonOrder {
        static final int NUMBER = 0x0113;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
        }

        static DropDescriptor read(BodyReader in) {
            return new DropDescriptor(in.text());
        }
    }

    /** Asks which program this is; answered by Program. */
    record AskProgram() implements CommonOrder {
        static final int NUMBER = 0x0114;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 2;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static AskProgram read(BodyReader in) {
            in.nothing();
            return new AskProgram();
        }
    }
}
