package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.record.Condition;
import hearth.daemon.protocol.record.SocketKind;
import hearth.daemon.protocol.record.SocketOption;
import java.util.List;

/** An order to a hand. */
public sealed interface HandOrder extends Message
        permits CommonOrder,
                FileOrder,
                ListenOrder,
                Spawn,
                HandOrder.EndHand,
                HandOrder.CheckConditions,
                HandOrder.BindSocket,
                HandOrder.ConnectSocket,
                HandOrder.AttachLog,
                HandOrder.QueueSignal,
                HandOrder.FetchStored,
                HandOrder.ForgetProcess,
                HandOrder.ReopenLog,
                HandOrder.BuryProcess {

    /** Ends the hand: it closes the PAM session and exits with 0. Its processes are not touched. */
    record EndHand() implements HandOrder {
        static final int NUMBER = 0x0301;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static EndHand read(BodyReader in) {
            in.nothing();
            return new EndHand();
        }
    }

    /**
     * The attached socket is the log of the next Spawn of that process, in place of a pipe that the
     * hand makes.
     *
     * @param isNamed whether JOURNAL_STREAM says which it is
     */
    record AttachLog(long process, boolean isNamed) implements HandOrder {
        static final int NUMBER = 0x0335;

        /** The version with which it came. */
        public static final int SINCE = 5;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return SINCE;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
            out.bool(isNamed);
        }

        static AttachLog read(BodyReader in) {
            return new AttachLog(in.u64(), in.bool());
        }
    }

    /** Signals one process as {@link CommonOrder.Signal} does, with a value for its handler. */
    record QueueSignal(String path, int pid, int signal, int value) implements HandOrder {
        static final int NUMBER = 0x0336;

        /** The version with which it came. */
        private static final int SINCE = 6;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return SINCE;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(path);
            out.i32(pid);
            out.i32(signal);
            out.i32(value);
        }

        static QueueSignal read(BodyReader in) {
            return new QueueSignal(in.text(), in.i32(), in.i32(), in.i32());
        }
    }

    /**
     * Asks for what services have stored, of which no brain is told unasked, since it may be
     * anything. Answered by Stored.
     */
    record FetchStored() implements HandOrder {
        static final int NUMBER = 0x0337;

        /** The version with which it came. */
        public static final int SINCE = 7;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return SINCE;
        }

        @Override
        public void writeTo(BodyWriter out) {}

        static FetchStored read(BodyReader in) {
            in.nothing();
            return new FetchStored();
        }
    }

    /** Checks conditions; answered by ConditionResults. */
    record CheckConditions(List<Condition> conditions) implements HandOrder {
        static final int NUMBER = 0x0317;

        /** Copies the lists. */
        public CheckConditions {
            conditions = List.copyOf(conditions);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(conditions, (writer, item) -> item.writeTo(writer));
        }

        static CheckConditions read(BodyReader in) {
            return new CheckConditions(in.list(Condition::read));
        }
    }

    /**
     * Binds a socket, or makes a FIFO, and keeps it under its name; answered by Descriptor.
     *
     * @param name as with KeepDescriptor; empty: not kept
     * @param address "/path", "@abstract", "8080", "127.0.0.1:8080", "[::1]:8080"
     * @param mode of the socket's file
     * @param directoryMode of the directories made for it
     * @param unlinkFirst remove a socket or FIFO left at that path
     * @param backlog of listen(2); negative: don't listen
     */
    record BindSocket(
            String name,
            String address,
            SocketKind kind,
            int mode,
            int directoryMode,
            boolean unlinkFirst,
            int backlog,
            List<SocketOption> options)
            implements HandOrder {
        static final int NUMBER = 0x0320;

        /** Copies the lists. */
        public BindSocket {
            options = List.copyOf(options);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
            out.text(address);
            out.u8(kind.number());
            out.u32(mode);
            out.u32(directoryMode);
            out.bool(unlinkFirst);
            out.i32(backlog);
            out.list(options, (writer, item) -> item.writeTo(writer));
        }

        static BindSocket read(BodyReader in) {
            return new BindSocket(
                    in.text(),
                    in.text(),
                    SocketKind.read(in),
                    in.u32(),
                    in.u32(),
                    in.bool(),
                    in.i32(),
                    in.list(SocketOption::read));
        }
    }

    /**
     * Connects to a Unix stream socket; answered by Descriptor with an empty name.
     *
     * @param address "/path" or "@abstract"
     */
    record ConnectSocket(String address) implements HandOrder {
        static final int NUMBER = 0x0321;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(address);
        }

        static ConnectSocket read(BodyReader in) {
            return new ConnectSocket(in.text());
        }
    }

    /**
     * Drops what the hand keeps about a process that has exited, with its log pipe: the brain has
     * acted on it and read the log.
     */
    record ForgetProcess(long process) implements HandOrder {
        static final int NUMBER = 0x0331;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.u64(process);
        }

        static ForgetProcess read(BodyReader in) {
            return new ForgetProcess(in.u64());
        }
    }

    /**
     * Opens the reading end of the log pipe of a process that a hand before this one has started;
     * answered by Descriptor with an empty name.
     */
    record ReopenLog(int pid) implements HandOrder {
        static final int NUMBER = 0x0332;

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
            out.i32(pid);
        }

        static ReopenLog read(BodyReader in) {
            return new ReopenLog(in.i32());
        }
    }

    /**
     * Has a process that has exited waited for: the brain has acted on its end, which until then
     * the kernel knows too, whoever dies.
     */
    record BuryProcess(long process) implements HandOrder {
        static final int NUMBER = 0x0333;

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
            out.u64(process);
        }

        static BuryProcess read(BodyReader in) {
            return new BuryProcess(in.u64());
        }
    }
}
