package hearth.cli.systemd.run;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.cli.systemd.text.UnitWords;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code systemd-cat [OPTION...] [COMMAND...]}: sends what a command prints, or what comes in, to
 * the journal. It is passed on by this process, so that entries have its number.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-cat.html">systemd-cat(1)</a>
 */
public record SystemdCat(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                            "systemd-cat",
                            "help,h version identifier,t= priority,p= stderr-priority= level-prefix=")
                    .stoppingAtWord();

    private static final String JOURNAL = "systemd/journal/stdout";

    /** Bytes that are passed on at once. */
    private static final int PIECE = 1 << 16;

    private static final List<String> PRIORITIES =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static SystemdCat of(List<String> typed) throws CommandFailure {
        return new SystemdCat(GRAMMAR.read(typed));
    }

    @Override
    public String purpose() {
        return "write to the journal";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen().text("systemd-cat [OPTIONS...] COMMAND ...\n");
            return ExitStatus.OK;
        }
        int priority = priority("priority", 6);
        int errors = priority("stderr-priority", priority);
        Path socket = context.managers().run().resolve(JOURNAL);
        if (arguments.words().isEmpty()) {
            try (SocketChannel journal = connect(socket, priority, "")) {
                pass(System.in, journal);
            }
            return ExitStatus.OK;
        }
        return run(socket, priority, errors);
    }

    private int run(Path socket, int priority, int errors) throws CommandFailure, IOException {
        String name = Path.of(arguments.words().getFirst()).getFileName() + "";
        var builder = new ProcessBuilder(arguments.words());
        builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectErrorStream(errors == priority);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to execute process: No such file or directory");
        }
        var threads = new ArrayList<Thread>();
        if (errors != priority) {
            threads.add(passed(process.getErrorStream(), connect(socket, errors, name)));
        }
        try (SocketChannel journal = connect(socket, priority, name)) {
            pass(process.getInputStream(), journal);
            for (Thread thread : threads) {
                thread.join();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new CommandFailure(ExitStatus.FAILURE, "interrupted");
        }
    }

    private static Thread passed(InputStream from, SocketChannel journal) {
        return Thread.ofPlatform()
                .start(() -> {
                    try (journal) {
                        pass(from, journal);
                    } catch (IOException e) {
                        // the journal is gone: the command's other stream says so
                    }
                });
    }

    private static void pass(InputStream from, SocketChannel journal) throws IOException {
        var piece = new byte[PIECE];
        for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
            write(journal, ByteBuffer.wrap(piece, 0, count));
        }
    }

    private static void write(SocketChannel journal, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            journal.write(bytes);
        }
    }

    /** A stream begins with lines that say whose it is and how it is to be read. */
    private SocketChannel connect(Path socket, int priority, String name)
            throws CommandFailure, IOException {
        boolean hasPrefix = !arguments.value("level-prefix").map(UnitWords::isNo).orElse(false);
        String header =
                arguments.value("identifier").orElse(name)
                        + "\n\n"
                        + priority
                        + "\n"
                        + (hasPrefix ? 1 : 0)
                        + "\n0\n0\n0\n";
        SocketChannel journal = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            journal.connect(UnixDomainSocketAddress.of(socket));
            write(journal, ByteBuffer.wrap(header.getBytes(StandardCharsets.UTF_8)));
            return journal;
        } catch (IOException e) {
            journal.close();
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to create stream fd: " + e.getMessage());
        }
    }

    private int priority(String option, int otherwise) throws CommandFailure {
        String word = arguments.value(option).orElse(Integer.toString(otherwise));
        boolean isNumber = word.length() == 1 && word.charAt(0) >= '0' && word.charAt(0) <= '7';
        int number = isNumber ? word.charAt(0) - '0' : PRIORITIES.indexOf(word);
        if (number < 0) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to parse " + option.replace("-p", " p") + " value.");
        }
        return number;
    }
}
