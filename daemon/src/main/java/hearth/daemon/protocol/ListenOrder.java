package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.ListenOption;
import hearth.daemon.protocol.record.ListenerKind;
import java.util.List;

/** An order to a hand about what socket units listen on, which it keeps. */
public sealed interface ListenOrder extends HandOrder {

    /**
     * Opens what a socket unit listens on, and keeps it under its name over the brain's end; what
     * is kept under it already is left as it is. Answered by Listening.
     *
     * @param family AF_*; 0 for what is no socket
     * @param path AF_UNIX: "/path" or "@abstract"; of a FIFO or special file; "/queue"
     * @param host AF_INET, AF_INET6: the address; empty: any
     * @param networkInterface that an IPv6 address belongs to, by name or number; empty: none
     * @param port AF_INET, AF_INET6, AF_VSOCK
     * @param group AF_VSOCK: the context; AF_NETLINK: the group
     * @param protocol 0: the usual one; AF_NETLINK: the family of its messages
     * @param device the only network interface that it is for; empty: all
     * @param mode of its file
     * @param directoryMode of the directories made for it
     * @param writable a special file
     * @param pipeSize of a FIFO; 0: unchanged
     * @param queueMessages of a queue; 0: the system's
     * @param links symbolic links to its file; what is there goes
     */
    record Listen(
            String name,
            ListenerKind kind,
            int family,
            String path,
            Bytes host,
            String networkInterface,
            int port,
            int group,
            int protocol,
            String device,
            int mode,
            int directoryMode,
            int backlog,
            boolean writable,
            long pipeSize,
            long queueMessages,
            long queueMessageSize,
            List<ListenOption> options,
            List<String> links)
            implements ListenOrder {
        static final int NUMBER = 0x0322;

        /** Copies the lists. */
        public Listen {
            options = List.copyOf(options);
            links = List.copyOf(links);
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
            out.text(name);
            out.u8(kind.number());
            out.i32(family);
            out.text(path);
            out.blob(host);
            out.text(networkInterface);
            out.u32(port);
            out.u32(group);
            out.i32(protocol);
            out.text(device);
            out.u32(mode);
            out.u32(directoryMode);
            out.u32(backlog);
            out.bool(writable);
            out.i64(pipeSize);
            out.i64(queueMessages);
            out.i64(queueMessageSize);
            out.list(options, (writer, item) -> item.writeTo(writer));
            out.list(links, BodyWriter::text);
        }

        static Listen read(BodyReader in) {
            return new Listen(
                    in.text(),
                    ListenerKind.read(in),
                    in.i32(),
                    in.text(),
                    in.blob(),
                    in.text(),
                    in.u32(),
                    in.u32(),
                    in.i32(),
                    in.text(),
                    in.u32(),
                    in.u32(),
                    in.u32(),
                    in.bool(),
                    in.i64(),
                    in.i64(),
                    in.i64(),
                    in.list(ListenOption::read),
                    in.list(BodyReader::text));
        }
    }

    /**
     * Looks once for something to come to a kept listener, which is told by SocketReady; or takes
     * one connection, keeps it under the given name and tells of it by Accepted: at once where it
     * is kept already. Over with the brain.
     */
    record WatchSocket(String name, boolean accepts, String connection) implements ListenOrder {
        static final int NUMBER = 0x0323;

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
            out.bool(accepts);
            out.text(connection);
        }

        static WatchSocket read(BodyReader in) {
            return new WatchSocket(in.text(), in.bool(), in.text());
        }
    }

    /** Takes WatchSocket back. */
    record UnwatchSocket(String name) implements ListenOrder {
        static final int NUMBER = 0x0324;

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
        }

        static UnwatchSocket read(BodyReader in) {
            return new UnwatchSocket(in.text());
        }
    }

    /**
     * Throws away what waits at a kept listener: connections, or what was sent.
     *
     * @param accepts connections
     */
    record FlushSocket(String name, boolean accepts) implements ListenOrder {
        static final int NUMBER = 0x0325;

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
            out.bool(accepts);
        }

        static FlushSocket read(BodyReader in) {
            return new FlushSocket(in.text(), in.bool());
        }
    }

    /**
     * Closes a kept listener and removes what is named of it; what is gone is no failure.
     *
     * @param queue a message queue's name; empty: none
     */
    record CloseListener(String name, List<String> files, String queue) implements ListenOrder {
        static final int NUMBER = 0x0326;

        /** Copies the lists. */
        public CloseListener {
            files = List.copyOf(files);
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
            out.text(name);
            out.list(files, BodyWriter::text);
            out.text(queue);
        }

        static CloseListener read(BodyReader in) {
            return new CloseListener(in.text(), in.list(BodyReader::text), in.text());
        }
    }

    /**
     * Closes each connection that is kept and not named here: after a take-over, what the brain
     * before has not written down or not closed.
     */
    record KeepConnections(List<String> names) implements ListenOrder {
        static final int NUMBER = 0x0327;

        /** Copies the lists. */
        public KeepConnections {
            names = List.copyOf(names);
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
            out.list(names, BodyWriter::text);
        }

        static KeepConnections read(BodyReader in) {
            return new KeepConnections(in.list(BodyReader::text));
        }
    }

    /**
     * Lets kept descriptors count as attached to the next Spawn of that process, behind those that
     * are; each is a copy. ENOENT where one isn't kept.
     *
     * @param nonBlocking they are set so, or to wait
     */
    record AttachKept(long process, List<String> names, boolean nonBlocking)
            implements ListenOrder {
        static final int NUMBER = 0x0334;

        /** Copies the lists. */
        public AttachKept {
            names = List.copyOf(names);
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
            out.u64(process);
            out.list(names, BodyWriter::text);
            out.bool(nonBlocking);
        }

        static AttachKept read(BodyReader in) {
            return new AttachKept(in.u64(), in.list(BodyReader::text), in.bool());
        }
    }
}
