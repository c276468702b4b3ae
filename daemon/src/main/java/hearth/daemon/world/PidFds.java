package hearth.daemon.world;

import hearth.api.systemd1.world.PidFd;
import hearth.daemon.machine.KernelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which processes descriptors of our own stand for, as the kernel tells in {@code
 * /proc/self/fdinfo}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PidFds {
    private static final Path SELF = Path.of("/proc/self");

    /** What the kernel calls a pidfd: before Linux 6.9, and since. */
    private static final String ANONYMOUS = "anon_inode:[pidfd]";

    private static final String NUMBERED = "pidfd:[";

    private static final String PID = "Pid:\t";

    /** The number of a process that is gone. */
    private static final int ENDED = -1;

    private PidFds() {}

    /** Returns the process; a client may have passed anything. */
    public static PidFd of(int descriptor) {
        return isPidFd(descriptor)
                ? number(descriptor).map(PidFds::process).orElseGet(PidFd.None::new)
                : new PidFd.None();
    }

    /** A process of a namespace that is not ours has the number 0. */
    private static PidFd process(int pid) {
        if (pid == ENDED) {
            return new PidFd.Ended();
        }
        return pid > 0 ? new PidFd.Living(pid) : new PidFd.None();
    }

    private static boolean isPidFd(int descriptor) {
        try {
            String target = Files.readSymbolicLink(SELF.resolve("fd/" + descriptor)).toString();
            return target.equals(ANONYMOUS) || target.startsWith(NUMBERED);
        } catch (IOException _) {
            return false; // it is closed
        }
    }

    private static Optional<Integer> number(int descriptor) {
        try {
            byte[] text = KernelFile.bytes(SELF.resolve("fdinfo/" + descriptor));
            return new String(text, StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith(PID))
                    .map(line -> Integer.valueOf(line.substring(PID.length())))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
