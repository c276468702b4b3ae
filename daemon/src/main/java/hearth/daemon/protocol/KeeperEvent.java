package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.Orphan;
import java.util.List;

/** What the keeper tells. */
public sealed interface KeeperEvent extends Message
        permits CommonEvent,
                KeeperEvent.Welcome,
                KeeperEvent.HandPresent,
                KeeperEvent.HandStarted,
                KeeperEvent.HandExited,
                KeeperEvent.Complete,
                KeeperEvent.Shutdown,
                KeeperEvent.Reload,
                KeeperEvent.LastEnd,
                KeeperEvent.Orphans,
                KeeperEvent.SessionStarted {

    /**
     * The first message to a new brain: where it is.
     *
     * @param version PROTOCOL_VERSION
     * @param rootless one user, no sessions
     * @param pam hands open PAM sessions
     * @param cgroupRoot directory of the tree: "/sys/fs/cgroup"; empty: none is usable
     * @param ownCgroup path of the keeper's and the brain's cgroup; where rootless, units are made
     *     beside it
     * @param controllers that units may use
     * @param limits the keeper's before it raised its own: what hands begin with
     * @param restarts how many brains ended before this one, uninvited
     * @param notes what this host does not allow, for people
     */
    record Welcome(
            int version,
            boolean rootless,
            boolean pam,
            String cgroupRoot,
            String ownCgroup,
            List<String> controllers,
            List<Limit> limits,
            int restarts,
            List<String> notes)
            implements KeeperEvent, Introduction {
        static final int NUMBER = 0x1201;

        /** Copies the lists. */
        public Welcome {
            controllers = List.copyOf(controllers);
            limits = List.copyOf(limits);
            notes = List.copyOf(notes);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(version);
            out.bool(rootless);
            out.bool(pam);
            out.text(cgroupRoot);
            out.text(ownCgroup);
            out.list(controllers, BodyWriter::text);
            out.list(limits, (writer, item) -> item.writeTo(writer));
            out.u32(restarts);
            out.list(notes, BodyWriter::text);
        }

        static Welcome read(BodyReader in) {
            return new Welcome(
                    in.u32(),
                    in.bool(),
                    in.bool(),
                    in.text(),
                    in.text(),
                    in.list(BodyReader::text),
                    in.list(Limit::read),
                    in.u32(),
                    in.list(BodyReader::text));
        }
    }

    /** A user's hand is here: told to a new brain. A fresh socket to it is attached. */
    record HandPresent(int uid, int pid) implements KeeperEvent {
        static final int NUMBER = 0x1202;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.i32(pid);
        }

        static HandPresent read(BodyReader in) {
            return new HandPresent(in.u32(), in.i32());
        }
    }

    /** Answers StartHand and IntroduceHand. The socket to the hand is attached. */
    record HandStarted(int uid, int pid) implements KeeperEvent {
        static final int NUMBER = 0x1203;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.i32(pid);
        }

        static HandStarted read(BodyReader in) {
            return new HandStarted(in.u32(), in.i32());
        }
    }

    /**
     * A user's hand has ended; kept for the next brain while there is none.
     *
     * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED
     * @param status exit status or signal
     */
    record HandExited(int uid, int pid, int code, int status) implements KeeperEvent {
        static final int NUMBER = 0x1204;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.i32(pid);
            out.i32(code);
            out.i32(status);
        }

        static HandExited read(BodyReader in) {
            return new HandExited(in.u32(), in.i32(), in.i32(), in.i32());
        }
    }

    /** The new brain has been told everything that was there before it. */
    record Complete() implements KeeperEvent {
        static final int NUMBER = 0x1205;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static Complete read(BodyReader in) {
            in.nothing();
            return new Complete();
        }
    }

    /**
     * The keeper was asked to end: the brain ends in good order and exits with 0, within ninety
     * seconds.
     *
     * @param signal that asked for it
     * @param stopUsers the users' managers are to be stopped; else their processes stay
     */
    record Shutdown(int signal, boolean stopUsers) implements KeeperEvent {
        static final int NUMBER = 0x1206;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(signal);
            out.bool(stopUsers);
        }

        static Shutdown read(BodyReader in) {
            return new Shutdown(in.i32(), in.bool());
        }
    }

    /** The keeper got SIGHUP: read the configuration again. */
    record Reload() implements KeeperEvent {
        static final int NUMBER = 0x1207;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static Reload read(BodyReader in) {
            in.nothing();
            return new Reload();
        }
    }

    /**
     * Answers AskLastEnd. All 0 where this brain is the first.
     *
     * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED
     * @param status exit status or signal
     * @param hung the keeper killed it, since it did not say Alive in time
     * @param restarts as in Welcome
     */
    record LastEnd(int code, int status, boolean hung, int restarts) implements KeeperEvent {
        static final int NUMBER = 0x1208;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(code);
            out.i32(status);
            out.bool(hung);
            out.u32(restarts);
        }

        static LastEnd read(BodyReader in) {
            return new LastEnd(in.i32(), in.i32(), in.bool(), in.u32());
        }
    }

    /** Answers AskOrphans. */
    record Orphans(List<Orphan> orphans) implements KeeperEvent {
        static final int NUMBER = 0x1210;

        /** Copies the list. */
        public Orphans {
            orphans = List.copyOf(orphans);
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
            out.list(orphans, (body, orphan) -> orphan.writeTo(body));
        }

        static Orphans read(BodyReader in) {
            return new Orphans(in.list(Orphan::read));
        }
    }

    /** Answers StartSession. */
    record SessionStarted(int pid) implements KeeperEvent {
        static final int NUMBER = 0x1211;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 5;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.i32(pid);
        }

        static SessionStarted read(BodyReader in) {
            return new SessionStarted(in.i32());
        }
    }
}
