package hearth.cli.text;

import hearth.cli.program.Programs;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** How a shell tells that a program may not be executed, and that there is none. */
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

    /** Returns the person's pager; nothing where none is there, or none is wanted. */
    public static Optional<Pager> of(Map<String, String> environment, boolean isRoot) {
        Optional<String> chosen =
                VARIABLES.stream()
                        .filter(environment::containsKey)
                        .map(name -> environment.getOrDefault(name, "").strip())
                        .findFirst();
        if (chosen.isEmpty()) {
            return Programs.of(environment).find(LESS).map(_ -> new Pager(LESS, isRoot));
        }
        return chosen.filter(it -> !it.isEmpty() && !it.equals("cat"))
                .map(it -> new Pager(it, isRoot));
    }

    /** A pager that runs; closing it waits until the person has seen enough. */
    public static final class Pages implements AutoCloseable {
        private final PrintWriter writer;

        private Pages(Process process, Writer plain) {
            writer = new PrintWriter(new BufferedWriter(new PageWriter(process, plain)));
        }

        /** Returns where to write. */
        public PrintWriter writer() {
            return writer;
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    /**
     * Writes to a pager; where its program turns out not to be there, to the screen. The answer's
     * beginning is kept until somebody must have read of it.
     */
    private static final class PageWriter extends Writer {
        /** Linux's pipes hold no more, unless somebody asks for it: the rest has a reader. */
        private static final int PIPE_BYTES = 64 << 10;

        /** Where what is written goes. */
        private enum Way {
            /** To a pager that may not be there. */
            TRIED,
            /** To a pager that reads. */
            READ,
            /** To the screen: there is no pager. */
            PLAIN,
            /** Nowhere: the person has seen enough. */
            LEFT
        }

        private final Process process;
        private final Writer pager;
        private final Writer plain;
        private final StringBuilder kept = new StringBuilder();
        private Way way = Way.TRIED;

        private PageWriter(Process process, Writer plain) {
            this.process = process;
            this.plain = plain;
            pager = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        }

        @Override
        public void write(char[] letters, int offset, int length) throws IOException {
            if (way == Way.TRIED) {
                kept.append(letters, offset, length);
            }
            if (way == Way.PLAIN) {
                plain.write(letters, offset, length);
            } else if (way != Way.LEFT) {
                try {
                    pager.write(letters, offset, length);
                    pager.flush();
                } catch (IOException e) {
                    ended();
                }
            }
            // A character is a byte at least.
            if (way == Way.TRIED && kept.length() > PIPE_BYTES) {
                way = Way.READ;
                kept.setLength(0);
            }
        }

        /** Shows what is kept where no pager has. */
        private void ended() throws IOException {
            boolean isShown = way == Way.READ || !NOT_STARTED.contains(status());
            way = isShown ? Way.LEFT : Way.PLAIN;
            if (!isShown) {
                plain.append(kept);
            }
            kept.setLength(0);
        }

        private int status() {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }

        @Override
        public void flush() throws IOException {
            if (way == Way.PLAIN) {
                plain.flush();
            }
        }

        @Override
        public void close() throws IOException {
            try {
                pager.close();
            } catch (IOException e) {
                // it ended before it had read everything
            }
            if (way == Way.TRIED) {
                ended();
            } else {
                status();
            }
            plain.flush();
        }
    }

    /**
     * Starts it on this process's terminal; nothing where that is not possible.
     *
     * @param plain where the answer goes where the shell finds no such program
     */
    public Optional<Pages> open(Writer plain) {
        var builder = new ProcessBuilder("sh", "-c", command);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putIfAbsent("LESS", LESS_OPTIONS);
        builder.environment().putIfAbsent("LESSCHARSET", "utf-8");
        if (isRoots) {
            builder.environment().put("LESSSECURE", "1");
        }
        try {
            return Optional.of(new Pages(builder.start(), plain));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
