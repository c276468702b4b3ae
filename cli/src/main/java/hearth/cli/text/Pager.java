package hearth.cli.text;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that shows a long answer a page at a time.
 *
 * @param command a line of a shell
 * @param isRoots whether root looks, whose pager starts no programs
 */
public record Pager(String command, boolean isRoots) {
    /** Who is asked first; an empty value means none. */
    private static final List<String> VARIABLES = List.of("HEARTH_PAGER", "SYSTEMD_PAGER", "PAGER");

    private static final String LESS = "less";

    /** Ends where all fits on the screen, shows colours, and leaves the text there. */
    private static final String LESS_OPTIONS = "FRX";

    /** Returns the person's pager; nothing where none is there, or none is wanted. */
    public static Optional<Pager> of(Map<String, String> environment, boolean isRoot) {
        Optional<String> chosen =
                VARIABLES.stream()
                        .filter(environment::containsKey)
                        .map(name -> environment.getOrDefault(name, "").strip())
                        .findFirst();
        if (chosen.isEmpty()) {
            boolean isThere =
                    Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                            .anyMatch(it -> Files.isExecutable(Path.of(it, LESS)));
            return isThere ? Optional.of(new Pager(LESS, isRoot)) : Optional.empty();
        }
        return chosen.filter(it -> !it.isEmpty() && !it.equals("cat"))
                .map(it -> new Pager(it, isRoot));
    }

    /** A pager that runs; closing it waits until the person has seen enough. */
    public static final class Pages implements AutoCloseable {
        private final Process process;
        private final PrintWriter writer;

        private Pages(Process process) {
            this.process = process;
            writer =
                    new PrintWriter(
                            new OutputStreamWriter(
                                    process.getOutputStream(), StandardCharsets.UTF_8));
        }

        /** Returns where to write. */
        public PrintWriter writer() {
            return writer;
        }

        @Override
        public void close() {
            writer.close();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts it on this process's terminal; nothing where that is not possible. */
    public Optional<Pages> open() {
        var builder = new ProcessBuilder("sh", "-c", command);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", LESS_OPTIONS);
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        if (isRoots) {
            builder.environment().put("LESSSECURE", "1");
        }
        try {
            return Optional.of(new Pages(builder.start()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
