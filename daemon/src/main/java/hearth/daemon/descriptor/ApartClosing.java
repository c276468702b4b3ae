package hearth.daemon.descriptor;

import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Closes descriptors by the end of a thread that has them in a table of its own. No TCP socket
 * lingers then; and where a close lasts all the same, that of a pipe whose lock somebody has, the
 * thread is the kernel's by then: what else this process has open ends with the process.
 */
final class ApartClosing implements ForeignDescriptors.Closing {
    private static final long PAUSE_MIN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long PAUSE_MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Descriptors descriptors;

    /** What the virtual machine reads classes from, which a thread of it may need at any time. */
    private final List<Integer> files;

    /**
     * Makes one.
     *
     * @throws UncheckedIOException where it cannot be known what this process has open
     */
    ApartClosing(Descriptors descriptors) {
        this.descriptors = descriptors;
        try {
            files = filesBelow(Path.of(System.getProperty("java.home")).toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> filesBelow(Path home) throws IOException {
        var found = new ArrayList<Integer>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path one : open) {
                if (isBelow(one, home)) {
                    found.add(Integer.valueOf(String.valueOf(one.getFileName())));
                }
            }
        }
        return List.copyOf(found);
    }

    private static boolean isBelow(Path descriptor, Path home) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(home);
        } catch (NoSuchFileException _) {
            return false; // that of the listing itself, or of a thread's that is over
        }
    }

    @Override
    public void close(List<Integer> fds) {
        OptionalInt thread = handOver(fds);
        long pause = PAUSE_MIN_NANOS;
        while (thread.isPresent() && !descriptors.isThreadOver(thread.getAsInt())) {
            sleep(pause);
            pause = Math.min(2 * pause, PAUSE_MAX_NANOS);
        }
    }

    /**
     * Returns the thread that has them, with which they end; nothing where they had to be closed
     * here. One at a time: a new table has copies of all there is until it is emptied, and nobody
     * else's last copy may be one of those.
     */
    private synchronized OptionalInt handOver(List<Integer> fds) {
        List<Integer> alone = Stream.concat(fds.stream(), files.stream()).toList();
        var number = new CompletableFuture<OptionalInt>();
        var mayEnd = new CountDownLatch(1);
        Runnable task =
                () -> {
                    try {
                        number.complete(keepAlone(alone));
                    } finally {
                        number.complete(OptionalInt.empty()); // whatever happens, nobody waits on
                    }
                    await(mayEnd);
                };
        try {
            Thread.ofPlatform().daemon().name("close apart").start(task);
        } catch (OutOfMemoryError _) { // which means that there is no thread to be had
            number.complete(OptionalInt.empty());
        }
        OptionalInt thread = number.join();
        fds.forEach(descriptors::closeQuietly);
        mayEnd.countDown();
        return thread;
    }

    private OptionalInt keepAlone(List<Integer> fds) {
        try {
            return OptionalInt.of(descriptors.keepAlone(fds));
        } catch (ErrnoException _) {
            return OptionalInt.empty(); // the kernel forbids it: the last close is the caller's
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody interrupts it: it ends, as it was to
        }
    }

    private static void sleep(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
