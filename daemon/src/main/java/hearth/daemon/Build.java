package hearth.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What was chosen when this program was built.
 *
 * @param version of the program
 * @param killsUserProcesses {@code KillUserProcesses=} where logind.conf is silent: {@code ./build
 *     -Ddefault-kill-user-processes=false}
 */
record Build(String version, boolean killsUserProcesses) {

    /** Returns what Maven has written down. */
    static Build read() {
        var properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(
                properties.getProperty("version", ""),
                Boolean.parseBoolean(
                        properties.getProperty("default-kill-user-processes", "true")));
    }
}
