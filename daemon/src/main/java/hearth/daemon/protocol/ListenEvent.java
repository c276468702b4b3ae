package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.record.Problem;
import java.util.List;

/** What a hand tells of what socket units listen on. */
public sealed interface ListenEvent extends HandEvent {

    /**
     * Answers Listen. The listener is attached where it is a FIFO, or a socket of AF_UNIX, AF_INET
     * or AF_INET6; what could not be set is told.
     */
    record Listening(List<Problem> problems) implements ListenEvent {
        static final int NUMBER = 0x1321;

        /** Copies the lists. */
        public Listening {
            problems = List.copyOf(problems);
        }

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 3;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.list(problems, (writer, item) -> item.writeTo(writer));
        }

        static Listening read(BodyReader in) {
            return new Listening(in.list(Problem::read));
        }
    }

    /** Something waits at a listener that WatchSocket has named, or it is broken. */
    record SocketReady(String name, boolean isBroken) implements ListenEvent {
        static final int NUMBER = 0x1322;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 3;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
            out.bool(isBroken);
        }

        static SocketReady read(BodyReader in) {
            return new SocketReady(in.text(), in.bool());
        }
    }

    /**
     * A connection was taken for WatchSocket, or could not be.
     *
     * @param name of the listener
     * @param connection under which it is kept
     * @param error errno(3); 0: it was taken
     * @param instance of whom: "PID-UID", "LOCAL:PORT-PEER:PORT"
     * @param peer its address where it has one: "127.0.0.1"
     * @param port with it
     * @param source what all connections from there have in common: an address, or a user's number
     */
    record Accepted(
            String name,
            String connection,
            int error,
            String instance,
            String peer,
            int port,
            String source)
            implements ListenEvent {
        static final int NUMBER = 0x1323;

        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public int since() {
            return 3;
        }

        @Override
        public void writeTo(BodyWriter out) {
            out.text(name);
            out.text(connection);
            out.i32(error);
            out.text(instance);
            out.text(peer);
            out.u32(port);
            out.text(source);
        }

        static Accepted read(BodyReader in) {
            return new Accepted(
                    in.text(), in.text(), in.i32(), in.text(), in.text(), in.u32(), in.text());
        }
    }
}
