package hearth.daemon.protocol;

import java.util.Map;

/** Error numbers of keeper and hands, as people read them. */
public final class ErrnoText {
    private static final Map<Integer, String> TEXTS =
            Map.ofEntries(
                    Map.entry(1, "operation not permitted"),
                    Map.entry(2, "no such file or directory"),
                    Map.entry(3, "no such process"),
                    Map.entry(5, "input/output error"),
                    Map.entry(11, "too many processes"),
                    Map.entry(12, "out of memory"),
                    Map.entry(13, "permission denied"),
                    Map.entry(16, "device or resource busy"),
                    Map.entry(17, "file exists"),
                    Map.entry(20, "not a directory"),
                    Map.entry(21, "is a directory"),
                    Map.entry(22, "invalid argument"),
                    Map.entry(24, "too many open files"),
                    Map.entry(27, "file too large"),
                    Map.entry(28, "no space left on device"),
                    Map.entry(30, "read-only file system"),
                    Map.entry(36, "file name too long"),
                    Map.entry(39, "directory not empty"),
                    Map.entry(40, "too many symbolic links"),
                    Map.entry(95, "operation not supported"),
                    Map.entry(98, "address already in use"),
                    Map.entry(110, "timed out"),
                    Map.entry(111, "connection refused"),
                    Map.entry(122, "disk quota exceeded"));

    private ErrnoText() {}

    /** Returns what could not be done, and why: "make cgroup /a: permission denied". */
    public static String of(CommonEvent.Failed failed) {
        return failed.step() + ": " + of(failed.error());
    }

    /** Returns what an error number means. */
    public static String of(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
