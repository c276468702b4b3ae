package hearth.cli.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    /** Returns whether somebody at a terminal sees what is drawn, and types. */
    public static boolean isInteractive() {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        return !kind.equals("dumb") && isTerminal(INPUT) && isTerminal(OUTPUT);
    }

    /** Returns how many columns the terminal has; 0 where nobody tells. */
    public static int columns() {
        try {
            // The kernel tells by an ioctl, which takes this program.
            Process stty =
                    new ProcessBuilder("stty", "-F", "/dev/tty", "size")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String size =
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            int blank = size.indexOf(' ');
            return stty.waitFor() == 0 && blank > 0
                    ? Integer.parseInt(size.substring(blank + 1).strip())
                    : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
