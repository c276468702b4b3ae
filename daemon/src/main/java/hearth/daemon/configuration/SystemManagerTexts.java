package hearth.daemon.configuration;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The machine's {@code user.conf} and {@code environment.d}, which are root's: read once for all
 * users. Touches a disk: it belongs to one worker thread, never to a mailbox.
 */
public final class SystemManagerTexts {
    private static final String MAIN = "user.conf";

    private final LayeredFiles main;
    private final LayeredFiles dropIns;
    private final LayeredFiles environment;

    /**
     * Makes a reader.
     *
     * @param root {@code /}; another directory for tests
     */
    public SystemManagerTexts(Path root) {
        // The main file has one place only.
        main = new LayeredFiles(List.of(root.resolve("etc/systemd")), MAIN::equals);
        dropIns =
                ofDirectories(
                        root,
                        "etc/systemd/user.conf.d",
                        "run/systemd/user.conf.d",
                        "usr/local/lib/systemd/user.conf.d",
                        "usr/lib/systemd/user.conf.d");
        environment =
                ofDirectories(
                        root,
                        "etc/environment.d",
                        "run/environment.d",
                        "usr/local/lib/environment.d",
                        "usr/lib/environment.d");
    }

    private static LayeredFiles ofDirectories(Path root, String... directories) {
        return new LayeredFiles(
                Arrays.stream(directories).map(root::resolve).toList(),
                name -> name.endsWith(".conf"));
    }

    /** Returns what is said now; what is missing or cannot be read says nothing. */
    public ManagerTexts read() {
        return new ManagerTexts(
                Optional.ofNullable(main.read().get(MAIN)), dropIns.read(), environment.read());
    }
}
