package hearth.daemon.log.socket;

import hearth.budget.Budgets;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.log.LogWriter;
import hearth.daemon.log.source.LogSource;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.KernelFile;
import hearth.daemon.machine.Reason;
import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.linux.Sockets;
import hearth.linux.socket.SocketOption;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import hearth.manager.host.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The sockets to which programs send what they log: journald's, where no journald serves them, and
 * syslog's, where no syslog daemon does. The keeper has copies: while there is no brain, what is
 * sent waits in them.
 */
public final class LogSockets {
    /** Under which names the keeper has them. */
    private static final String KEPT = "log socket ";

    private static final int OPEN_TO_ALL = 0666;

    /** How long nobody is let in after there was no room for whoever came. */
    private static final long PAUSE_SECONDS = 1;

    /**
     * Messages that wait at a datagram socket, as under systemd; the kernel's own default is 10.
     */
    private static final String QUEUE_LENGTH = "512";

    private static final Path QUEUE_LENGTH_SETTING = Path.of("/proc/sys/net/unix/max_dgram_qlen");

    private final Parts parts;

    /**
     * What it is made of.
     *
     * @param foreign where descriptors end that come with messages
     * @param budgets what users may have here
     * @param vault the keeper, that has what the next brain needs
     * @param complaints told what the administrator should know
     */
    public record Parts(
            Linux linux,
            LogWriter logs,
            Cgroups cgroups,
            TimeSource time,
            RandomGenerator random,
            ForeignDescriptors foreign,
            Budgets budgets,
            Vault vault,
            Consumer<String> complaints) {}

    /** Keeps descriptors for the next brain; any thread. */
    public interface Vault {
        /** Keeps a descriptor, which changes hands. */
        void keep(String name, int fd);

        /** Closes what is kept. */
        void drop(String name);
    }

    /**
     * Where they are.
     *
     * @param journal the directory of journald's
     * @param syslog where syslog(3) sends to
     * @param accounts the directory of passwd(5) and subuid(5)
     */
    public record Places(Path journal, Path syslog, Path accounts) {
        /** Where clients look for them. */
        public static final Places STANDARD =
                new Places(Path.of("/run/systemd/journal"), Path.of("/dev/log"), Path.of("/etc"));
    }

    private enum Kind {
        STDOUT(SocketType.STREAM),
        SOCKET(SocketType.DATAGRAM),
        DEV_LOG(SocketType.DATAGRAM);

        private final SocketType type;

        Kind(SocketType type) {
            this.type = type;
        }

        String file() {
            return switch (this) {
                case STDOUT -> "stdout";
                case SOCKET -> "socket";
                case DEV_LOG -> "dev-log";
            };
        }
    }

    /** Makes what will serve them. */
    public LogSockets(Parts parts) {
        this.parts = parts;
    }

    /** Returns whether the keeper has sockets that a brain before has served. */
    public static boolean areKept(Map<String, Integer> kept) {
        return kept.keySet().stream().anyMatch(name -> name.startsWith(KEPT));
    }

    /** Takes out of what the keeper has kept all that is of a brain's before, for this. */
    public static Map<String, Integer> take(Map<String, Integer> kept) {
        var taken = new HashMap<String, Integer>();
        kept.forEach((name, fd) -> {
            if (name.startsWith(KEPT) || name.startsWith(Streams.PREFIX)) {
                taken.put(name, fd);
            }
        });
        kept.keySet().removeIf(taken::containsKey);
        return taken;
    }

    /**
     * Begins to serve those that an earlier brain has served, and those that nobody serves.
     *
     * @return whether that of journald's own protocol is among them
     */
    public boolean open(Places places, Map<String, Integer> kept) {
        boolean takesNative = false;
        try {
            makeDirectory(places.journal());
            var senders =
                    new Senders(
                            parts.cgroups(),
                            parts.logs().place(),
                            new SubordinateUsers(places.accounts()));
            var reception =
                    new Reception(
                            parts.linux(), parts.time(), senders, parts.foreign(), parts.budgets());
            parts.logs().open(reception);
            for (Kind kind : Kind.values()) {
                boolean isServed = open(kind, places, kept, reception);
                takesNative |= isServed && kind == Kind.SOCKET;
            }
        } catch (IOException e) {
            complain("what programs log to " + places.journal() + " is not taken", e);
        }
        return takesNative;
    }

    /** Lets go of what an earlier brain has served. */
    public void close(Places places, Map<String, Integer> kept) {
        for (Kind kind : Kind.values()) {
            if (kept.containsKey(KEPT + kind.file())) {
                remove(places.journal().resolve(kind.file()));
            }
        }
        unlink(places.journal().resolve(Kind.DEV_LOG.file()), places.syslog());
        kept.forEach((name, fd) -> {
            parts.foreign().refuse(ForeignDescriptors.STRANGERS, fd);
            parts.vault().drop(name);
        });
    }

    /** Takes away the link that {@link #link} has made. */
    private void unlink(Path socket, Path syslog) {
        try {
            if (Files.isSymbolicLink(syslog) && Files.readSymbolicLink(syslog).equals(socket)) {
                Files.delete(syslog);
            }
        } catch (IOException e) {
            complain("the link at " + syslog + ", which leads nowhere now, cannot be removed", e);
        }
    }

    private void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            complain("the socket at " + path + ", which nobody serves now, cannot be removed", e);
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private boolean open(Kind kind, Places places, Map<String, Integer> kept, Reception reception) {
        Path path = places.journal().resolve(kind.file());
        try {
            Integer known = kept.remove(KEPT + kind.file());
            if (known == null && isServed(parts.linux(), kind, path)) {
                return false;
            }
            int fd = known == null ? bind(kind, path) : known;
            serve(kind, fd, known == null, kept, reception);
        } catch (IOException e) {
            complain("what programs log to " + path + " is not taken", e);
            return false;
        }
        if (kind == Kind.DEV_LOG) {
            link(path, places.syslog());
        }
        return true;
    }

    private void complain(String what, IOException e) {
        parts.complaints().accept(what + ": " + Reason.of(e));
    }

    /** Returns whether a journald serves on this machine. */
    public static boolean isJournaldThere(Linux linux, Places places) throws ErrnoException {
        return isServed(linux, Kind.STDOUT, places.journal().resolve(Kind.STDOUT.file()));
    }

    private static boolean isServed(Linux linux, Kind kind, Path path) throws ErrnoException {
        int fd = linux.sockets().socket(kind.type);
        try {
            linux.sockets().connect(fd, UnixAddress.of(path.toString()));
            return true;
        } catch (ErrnoException e) {
            return !e.is(Errno.ECONNREFUSED) && !e.is(Errno.ENOENT);
        } finally {
            linux.descriptors().closeQuietly(fd);
        }
    }

    private int bind(Kind kind, Path path) throws IOException {
        Files.deleteIfExists(path);
        var sockets = parts.linux().sockets();
        int fd = kind.type == SocketType.DATAGRAM ? datagramSocket() : sockets.socket(kind.type);
        try {
            if (kind.type == SocketType.DATAGRAM) {
                sockets.setOption(fd, SocketOption.PASS_CREDENTIALS, 1);
                sockets.setOption(fd, SocketOption.TIMESTAMP, 1);
            }
            if (kind != Kind.SOCKET) {
                refuseDescriptors(sockets, fd);
            }
            sockets.bind(fd, UnixAddress.of(path.toString()), OPEN_TO_ALL);
            if (kind.type == SocketType.STREAM) {
                sockets.listen(fd);
            }
            return fd;
        } catch (ErrnoException e) {
            parts.linux().descriptors().closeQuietly(fd);
            throw e;
        }
    }

    /** Only journald's own protocol has any; those who connect send to the like. */
    private static void refuseDescriptors(Sockets sockets, int fd) {
        try {
            sockets.setOption(fd, SocketOption.PASS_RIGHTS, 0);
        } catch (ErrnoException _) {
            // before Linux 6.16: they are seen before they are taken, and closed elsewhere
        }
    }

    /** A socket has the queue that the setting says when it is made; afterwards it is as it was. */
    private int datagramSocket() throws ErrnoException {
        String before = "";
        try {
            String text = KernelFile.text(QUEUE_LENGTH_SETTING).strip();
            if (Integer.parseInt(text) < Integer.parseInt(QUEUE_LENGTH)) {
                Files.writeString(QUEUE_LENGTH_SETTING, QUEUE_LENGTH);
                before = text;
            }
        } catch (IOException | NumberFormatException _) {
            // not permitted here: the queue is shorter, and who logs a lot waits earlier
        }
        try {
            return parts.linux().sockets().socket(SocketType.DATAGRAM);
        } finally {
            restore(before);
        }
    }

    private void restore(String before) {
        if (!before.isEmpty()) {
            try {
                Files.writeString(QUEUE_LENGTH_SETTING, before);
            } catch (IOException e) {
                complain(
                        QUEUE_LENGTH_SETTING
                                + " is "
                                + QUEUE_LENGTH
                                + " now and cannot be set back to "
                                + before,
                        e);
            }
        }
    }

    /**
     * Begins to serve one; where that fails it is closed.
     *
     * @param isNew whether the keeper has no copy yet
     */
    private void serve(
            Kind kind, int fd, boolean isNew, Map<String, Integer> kept, Reception reception)
            throws ErrnoException {
        try {
            parts.linux().descriptors().setNonBlocking(fd, true);
            if (isNew) {
                parts.vault().keep(KEPT + kind.file(), parts.linux().descriptors().duplicate(fd));
            }
        } catch (ErrnoException e) {
            parts.linux().descriptors().closeQuietly(fd);
            parts.vault().drop(KEPT + kind.file());
            throw e;
        }
        parts.logs().open(source(kind, fd, kept, reception));
    }

    private LogSource source(Kind kind, int fd, Map<String, Integer> kept, Reception reception) {
        return switch (kind) {
            case STDOUT ->
                    new StreamListener(
                            parts.linux(),
                            streams(kept, reception),
                            fd,
                            CompletableFuture.delayedExecutor(
                                    PAUSE_SECONDS, TimeUnit.SECONDS, Runnable::run));
            case SOCKET -> datagrams(reception, Datagrams.Protocol.NATIVE, fd);
            case DEV_LOG -> datagrams(reception, Datagrams.Protocol.SYSLOG, fd);
        };
    }

    private Datagrams datagrams(Reception reception, Datagrams.Protocol protocol, int fd) {
        return new Datagrams(parts.linux(), reception, protocol, fd);
    }

    private Streams streams(Map<String, Integer> kept, Reception reception) {
        var streams =
                new Streams(
                        parts.linux(),
                        reception,
                        parts.vault(),
                        parts.random(),
                        parts.complaints());
        streams.takeFrom(kept);
        return streams;
    }

    /** Has syslog(3) lead here, where nothing else is there. */
    private void link(Path socket, Path syslog) {
        try {
            Files.readSymbolicLink(syslog); // it leads here, or whoever made it knows why not
        } catch (NoSuchFileException _) {
            makeLink(socket, syslog);
        } catch (NotLinkException _) {
            // a syslog daemon's socket
        } catch (IOException e) {
            complain("where " + syslog + " leads to cannot be seen", e);
        }
    }

    private void makeLink(Path socket, Path syslog) {
        try {
            Files.createSymbolicLink(syslog, socket);
        } catch (IOException e) {
            complain("what syslog(3) sends is not taken, no link can be made at " + syslog, e);
        }
    }
}
