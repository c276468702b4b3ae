package hearth.cli.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks at what is written, and types what is read. */
public final class Terminals {
    /** Standard input's descriptor. */
    public static final int INPUT = 0;

    /** Standard output's descriptor. */
    public static final int OUTPUT = 1;

    private Terminals() {}

    /** Returns whether a descriptor of this process is a terminal; a file or a pipe is none. */
    public static boolean isTerminal(int descriptor) {
        try {
            Path file = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return file.startsWith("/dev/pts") || file.toString().startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
