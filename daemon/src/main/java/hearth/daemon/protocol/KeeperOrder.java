package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import java.util.List;

/** An order to the keeper. */
public sealed interface KeeperOrder extends Message
        permits CommonOrder,
                KeeperOrder.StartHand,
                KeeperOrder.SignalHand,
                KeeperOrder.MountRuntimeDirectory,
                KeeperOrder.UnmountRuntimeDirectory,
                KeeperOrder.RemoveIpc,
                KeeperOrder.IntroduceHand,
                KeeperOrder.Alive,
                KeeperOrder.AskLastEnd,
                KeeperOrder.PublishState,
                KeeperOrder.StartSession,
                KeeperOrder.AskOrphans,
                KeeperOrder.ForgetOrphans {

    /**
     * Starts a user's hand; answered by HandStarted, when it has become the user. EEXIST where the
     * user has one.
     *
     * @param cgroup where it lives, already made; empty: where the keeper is
     * @param oomScore oom_score_adj of the hand, -1000 to 1000
     * @param environment variables "A=b" for the PAM session and for HandWelcome.environment
     */
    record StartHand(
            int uid,
            int gid,
            String user,
            String home,
            String shell,
            String cgroup,
            int oomScore,
            List<String> environment)
            implements KeeperOrder {
        static final int NUMBER = 0x0201;

        /** Copies the lists. */
        public StartHand {
            environment = List.copyOf(environment);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.u32(gid);
            out.text(user);
            out.text(home);
            out.text(shell);
            out.text(cgroup);
            out.i32(oomScore);
            out.list(environment, BodyWriter::text);
        }

        static StartHand read(BodyReader in) {
            return new StartHand(
                    in.u32(),
                    in.u32(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.i32(),
                    in.list(BodyReader::text));
        }
    }

    /** Signals a user's hand itself: for one that doesn't answer. */
    record SignalHand(int uid, int signal) implements KeeperOrder {
        static final int NUMBER = 0x0202;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.i32(signal);
        }

        static SignalHand read(BodyReader in) {
            return new SignalHand(in.u32(), in.i32());
        }
    }

    /**
     * Makes /run/user/UID a tmpfs of that user, or leaves the one that is there. Where mounting
     * isn't permitted a plain directory is made, and Done says so.
     */
    record MountRuntimeDirectory(int uid, int gid, long sizeBytes, long inodes)
            implements KeeperOrder {
        static final int NUMBER = 0x0203;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
            out.u32(gid);
            out.u64(sizeBytes);
            out.u64(inodes);
        }

        static MountRuntimeDirectory read(BodyReader in) {
            return new MountRuntimeDirectory(in.u32(), in.u32(), in.u64(), in.u64());
        }
    }

    /** Empties, detaches and removes /run/user/UID. */
    record UnmountRuntimeDirectory(int uid) implements KeeperOrder {
        static final int NUMBER = 0x0204;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
        }

        static UnmountRuntimeDirectory read(BodyReader in) {
            return new UnmountRuntimeDirectory(in.u32());
        }
    }

    /**
     * Removes a user's System V and POSIX shared memory, semaphores and message queues, as that
     * user; Done when it has been tried.
     */
    record RemoveIpc(int uid) implements KeeperOrder {
        static final int NUMBER = 0x0205;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
        }

        static RemoveIpc read(BodyReader in) {
            return new RemoveIpc(in.u32());
        }
    }

    /**
     * Makes a fresh socket between the brain and a user's living hand, which ends the one before;
     * answered by HandStarted. ESRCH where there is none, or none that is ready.
     */
    record IntroduceHand(int uid) implements KeeperOrder {
        static final int NUMBER = 0x0206;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(uid);
        }

        static IntroduceHand read(BodyReader in) {
            return new IntroduceHand(in.u32());
        }
    }

    /**
     * The brain's heartbeat: unless it is said again within that time, this brain hangs, and
     * another is started.
     *
     * @param patienceMs 0: nothing is expected any more
     */
    record Alive(int patienceMs) implements KeeperOrder {
        static final int NUMBER = 0x0207;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u32(patienceMs);
        }

        static Alive read(BodyReader in) {
            return new Alive(in.u32());
        }
    }

    /** Asks how the brain before this one has ended; answered by LastEnd. */
    record AskLastEnd() implements KeeperOrder {
        static final int NUMBER = 0x0208;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static AskLastEnd read(BodyReader in) {
            in.nothing();
            return new AskLastEnd();
        }
    }

    /**
     * Sets room aside for what the brain writes in /run/systemd and for users' runtime directories;
     * given once the brain knows that nobody else does its work. What cannot be mounted stays a
     * plain directory, and Done says so.
     */
    record PublishState() implements KeeperOrder {
        static final int NUMBER = 0x0209;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static PublishState read(BodyReader in) {
            in.nothing();
            return new PublishState();
        }
    }

    /**
     * Asks which processes have ended that were left by a user's hands, and that ForgetOrphans has
     * not named; answered by Orphans.
     */
    record AskOrphans(int uid) implements KeeperOrder {
        static final int NUMBER = 0x0210;

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
            out.u32(uid);
        }

        static AskOrphans read(BodyReader in) {
            return new AskOrphans(in.u32());
        }
    }

    /** Drops what is known of processes that have ended: the brain has acted on it. */
    record ForgetOrphans(List<Integer> pids) implements KeeperOrder {
        static final int NUMBER = 0x0211;

        /** Copies the list. */
        public ForgetOrphans {
            pids = List.copyOf(pids);
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
            out.list(pids, BodyWriter::i32);
        }

        static ForgetOrphans read(BodyReader in) {
            return new ForgetOrphans(in.list(BodyReader::i32));
        }
    }

    /**
     * Starts a process as a user, in a session that it opens with PAM itself and that ends with it;
     * the three attached descriptors are its standard streams. Answered by SessionStarted as soon
     * as it is there: what fails in it ends it with the exit status of systemd.exec(5). Its end is
     * told to who asks with WatchProcess, also where it has come before, until ForgetOrphans names
     * it.
     *
     * @param service whose rules PAM goes by: "login"
     * @param cgroup where it begins, already made; empty: where the keeper is
     * @param executable absolute, or a name looked for in "searchPath"
     * @param searchPath directories separated by ":"
     * @param arguments from argv[0] on; at least one
     * @param environment variables "A=b" for PAM, which may change them and adds its own
     */
    record StartSession(
            int uid,
            int gid,
            String user,
            String service,
            String cgroup,
            String executable,
            String searchPath,
            List<String> arguments,
            List<String> environment)
            implements KeeperOrder {
        static final int NUMBER = 0x0212;

        /** Copies the lists. */
        public StartSession {
            arguments = List.copyOf(arguments);
            environment = List.copyOf(environment);
        }

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
            out.u32(uid);
            out.u32(gid);
            out.text(user);
            out.text(service);
            out.text(cgroup);
            out.text(executable);
            out.text(searchPath);
            out.list(arguments, BodyWriter::text);
            out.list(environment, BodyWriter::text);
        }

        static StartSession read(BodyReader in) {
            return new StartSession(
                    in.u32(),
                    in.u32(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.list(BodyReader::text),
                    in.list(BodyReader::text));
        }
    }
}
