package hearth.daemon.mount;

import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.reactor.Reactor;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.manager.host.TimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The mount namespaces of users. Almost all users see what the brain sees; a hand that sees
 * something else (a PAM module has made it a namespace) is known by the number of its root mount,
 * which no two namespaces have in common.
 *
 * <p>Any thread.
 */
public final class MountNamespaces {
    private static final Path OWN = Path.of("/proc/self/mountinfo");

    /** Bytes of a beginning that has the first number of the file in it. */
    private static final int BEGINNING_BYTES = 32;

    private final Parts parts;
    private final MountNamespace own;
    private final Map<Long, MountNamespace> others = new HashMap<>();
    private long ownRoot;

    /**
     * What namespaces work with.
     *
     * @param files reads what is mounted
     * @param complaints where it is said that something cannot be had
     */
    record Parts(
            Linux linux,
            Reactor reactor,
            FairExecutor files,
            TimeSource time,
            Consumer<String> complaints) {}

    /** Shows nothing yet. */
    public MountNamespaces(
            Linux linux,
            Reactor reactor,
            FairExecutor files,
            TimeSource time,
            Consumer<String> complaints) {
        parts = new Parts(linux, reactor, files, time, complaints);
        own = new MountNamespace(parts, OWN);
    }

    /** Begins to watch what the brain itself sees. */
    public void open() {
        ownRoot = rootOf(OWN).orElse(0L);
        own.open();
    }

    /**
     * Returns what a process sees.
     *
     * @param changed told when something has changed that is watched; on the thread that has seen
     *     it
     */
    public synchronized MountView of(int pid, Runnable changed) {
        Path file = Path.of("/proc", Integer.toString(pid), "mountinfo");
        Optional<Long> root = rootOf(file).filter(number -> number != ownRoot);
        if (root.isEmpty()) {
            return new MountView(own, changed, () -> {});
        }
        long number = root.get();
        MountNamespace namespace =
                others.computeIfAbsent(
                        number,
                        _ -> {
                            var made = new MountNamespace(parts, file);
                            made.open();
                            return made;
                        });
        namespace.hold(file);
        return new MountView(namespace, changed, () -> letGo(number, namespace));
    }

    private synchronized void letGo(long number, MountNamespace namespace) {
        if (namespace.letGo()) {
            others.remove(number, namespace);
        }
    }

    /** Returns the number of the mount that is the root of all others, if that can be read. */
    private static Optional<Long> rootOf(Path mountInfo) {
        ByteBuffer beginning = ByteBuffer.allocate(BEGINNING_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(mountInfo)) {
            channel.read(beginning);
            String text =
                    new String(beginning.array(), 0, beginning.position(), StandardCharsets.UTF_8);
            return Optional.of(Long.parseLong(text.substring(0, Math.max(0, text.indexOf(' ')))));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Returns a descriptor by which the kernel tells of changes. */
    static int watch(Linux linux, Path mountInfo) throws ErrnoException {
        return linux.filesystem().openKernelFile(mountInfo.toString());
    }
}
