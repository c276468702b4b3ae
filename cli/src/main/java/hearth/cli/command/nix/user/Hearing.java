package hearth.cli.command.nix.user;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells a process something and hears it to its end. The process answers to root and belongs to its
 * user, who can stop it, let it say anything, or hand its outputs to others: everything has a
 * limit.
 *
 * @param process which
 * @param limit how long it may take
 * @param stopLimit how long it may be stopped by a signal
 */
record Hearing(Process process, Duration limit, Duration stopLimit) {
    /** Bytes of a process's line in proc_pid_stat(5), with room to spare. */
    private static final int STAT_BYTES = 4_096;

    /** Bytes of each output: more than anybody would read. */
    static final int OUTPUT_BYTES_MAX = 16 << 20;

    /** How often to look whether the process is stopped: nobody waits for it, so seldom. */
    private static final Duration LOOK = Duration.ofMillis(500);

    /** How long outputs may be held open by what the process has left behind. */
    private static final Duration REST = Duration.ofSeconds(2);

    /**
     * Returns what it said.
     *
     * @throws IOException where it was ended, and why
     */
    AsUser.Result of(String input) throws IOException, InterruptedException {
        // All at once, lest one pipe is full while another is waited for; a pipe may be full for
        // ever.
        FutureTask<String> output = start(() -> text(process.getInputStream()));
        FutureTask<String> messages = start(() -> text(process.getErrorStream()));
        Thread.ofPlatform().daemon().start(() -> tell(input));
        try {
            awaitEnd();
            return new AsUser.Result(process.exitValue(), said(output), said(messages));
        } finally {
            process.destroyForcibly();
        }
    }

    private static FutureTask<String> start(Callable<String> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private void tell(String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended before it had read everything, and has said why
        }
    }

    private void awaitEnd() throws IOException, InterruptedException {
        long start = System.nanoTime();
        long moved = start;
        while (!process.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            long now = System.nanoTime();
            moved = isStopped() ? moved : now;
            if (now - moved > stopLimit.toNanos()) {
                throw new IOException(
                        "somebody has stopped its process; what it had not done by then is not done");
            }
            if (now - start > limit.toNanos()) {
                throw new IOException(
                        "its process has not ended within "
                                + limit.toMinutes()
                                + " minutes; what it had not done by then is not done");
            }
        }
    }

    /** Returns whether a signal or a tracer holds the process, from proc_pid_stat(5). */
    private boolean isStopped() {
        try {
            String stat = firstRead(Path.of("/proc/" + process.pid() + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'T' || state == 't';
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    /** Returns what one read gives: between two the kernel's answer may be another one. */
    private static String firstRead(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer bytes = ByteBuffer.allocate(STAT_BYTES);
            channel.read(bytes);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private static String said(FutureTask<String> output) throws IOException, InterruptedException {
        try {
            return output.get(REST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("its process left others behind that hold its output", e);
        }
    }

    private String text(InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(OUTPUT_BYTES_MAX + 1);
        if (bytes.length > OUTPUT_BYTES_MAX) {
            process.destroyForcibly();
            throw new IOException("its process says more than 16 MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
