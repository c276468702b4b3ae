package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.record.Problem;
import java.util.List;

/** What both the keeper and a hand tell. */
public sealed interface CommonEvent extends KeeperEvent, HandEvent {

    /**
     * The order was done.
     *
     * @param problems what could not be done, and did not matter enough to fail
     */
    record Done(List<Problem> problems) implements CommonEvent {
        static final int NUMBER = 0x1101;

        /** Copies the lists. */
        public Done {
            problems = List.copyOf(problems);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(problems, (writer, item) -> item.writeTo(writer));
        }

        static Done read(BodyReader in) {
            return new Done(in.list(Problem::read));
        }
    }

    /**
     * The order was not done.
     *
     * @param error errno(3)
     * @param step what was being done, for a person: "make cgroup /user.slice"
     */
    record Failed(int error, String step) implements CommonEvent {
        static final int NUMBER = 0x1102;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(error);
            out.text(step);
        }

        static Failed read(BodyReader in) {
            return new Failed(in.i32(), in.text());
        }
    }

    /**
     * Answers SignalCgroup.
     *
     * @param processes how many; 0: none was there
     */
    record Signalled(int processes) implements CommonEvent {
        static final int NUMBER = 0x1103;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(processes);
        }

        static Signalled read(BodyReader in) {
            return new Signalled(in.u32());
        }
    }

    /** A cgroup that was made by MakeCgroup has no process left in it and below. */
    record CgroupEmpty(String path) implements CommonEvent {
        static final int NUMBER = 0x1104;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
        }

        static CgroupEmpty read(BodyReader in) {
            return new CgroupEmpty(in.text());
        }
    }

    /**
     * A watched process is no more.
     *
     * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED; 0: not ours, status unknown
     * @param status exit status or signal
     */
    record ProcessGone(int pid, int code, int status) implements CommonEvent {
        static final int NUMBER = 0x1105;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(pid);
            out.i32(code);
            out.i32(status);
        }

        static ProcessGone read(BodyReader in) {
            return new ProcessGone(in.i32(), in.i32(), in.i32());
        }
    }

    /** A descriptor is kept under this name: told to a new brain. It is attached. */
    record DescriptorPresent(String name) implements CommonEvent {
        static final int NUMBER = 0x1106;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
        }

        static DescriptorPresent read(BodyReader in) {
            return new DescriptorPresent(in.text());
        }
    }

    /**
     * Answers AskProgram: the file that is executed. It is one everywhere unless something could
     * not be replaced.
     */
    record Program(long device, long inode) implements CommonEvent {
        static final int NUMBER = 0x1107;

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
            out.u64(device);
            out.u64(inode);
        }

        static Program read(BodyReader in) {
            return new Program(in.u64(), in.u64());
        }
    }
}
