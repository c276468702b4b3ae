package hearth.cli.text;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The terminal at standard input and output, with its second screen, so that what stood there
 * before stands there afterwards. However this process ends, but by a kill, the terminal is as it
 * was.
 *
 * <p>Settings are stty(1)'s: Java has no call for them, and linking the kernel's would cost every
 * command. Confined to one thread, but for the end of the process.
 */
public final class TerminalScreen implements FullScreen {
    private static final String ENTER_SCREEN = "\033[?1049h\033[?25l";
    private static final String LEAVE_SCREEN = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String END_OF_LINE = "\033[K";
    private static final String BELOW = "\033[J";

    /** Where nobody tells. */
    private static final Size USUAL = new Size(80, 24);

    /** A terminal that answers at once so often, and with nothing, has gone. */
    private static final int EMPTY_READS_MAX = 20;

    /** A read that found nothing has waited at least so long, unless the terminal has gone. */
    private static final long EMPTY_READ_NANOS = 50_000_000;

    private final Screen screen;
    private final InputStream input = new FileInputStream(FileDescriptor.in);
    private final List<String> before;
    private final Thread atExit = new Thread(this::restore);
    private int emptyReads;

    private TerminalScreen(Screen screen, List<String> before) {
        this.screen = screen;
        this.before = before;
    }

    /**
     * Takes the terminal.
     *
     * @param screen who writes on it
     * @throws IOException where it cannot be set so, or there is none
     */
    public static TerminalScreen open(Screen screen) throws IOException {
        String saved = stty(List.of("-g"));
        // A form of settings that stty itself has written; one word, whatever the terminal.
        var terminal = new TerminalScreen(screen, List.of(saved));
        Runtime.getRuntime().addShutdownHook(terminal.atExit);
        try {
            // Reads wait two tenths of a second; to be stopped would leave the terminal like this.
            stty(List.of("-icanon", "-echo", "min", "0", "time", "2", "susp", "undef"));
        } catch (IOException e) {
            terminal.close();
            throw e;
        }
        terminal.write(ENTER_SCREEN);
        return terminal;
    }

    @Override
    public OptionalInt key() throws IOException {
        int first = read();
        if (first < 0) {
            return OptionalInt.empty();
        }
        return switch (first) {
            case ESCAPE -> OptionalInt.of(sequence());
            case '\r' -> OptionalInt.of(ENTER);
            case '\b' -> OptionalInt.of(BACKSPACE);
            default -> OptionalInt.of(first);
        };
    }

    /** Reads what follows an escape character: nothing, or a key that has no character. */
    private int sequence() throws IOException {
        int second = read();
        if (second != '[' && second != 'O') {
            return ESCAPE;
        }
        int third = read();
        int last = third;
        while (last >= ' ' && last < '@') {
            last = read();
        }
        return switch (third) {
            case 'A' -> UP;
            case 'B' -> DOWN;
            case '5' -> PAGE_UP;
            case '6' -> PAGE_DOWN;
            default -> 0; // a key that means nothing here
        };
    }

    private int read() throws IOException {
        long start = System.nanoTime();
        int read = input.read();
        boolean isAtOnce = System.nanoTime() - start < EMPTY_READ_NANOS;
        emptyReads = read < 0 && isAtOnce ? emptyReads + 1 : 0;
        if (emptyReads > EMPTY_READS_MAX) {
            throw new EOFException("the terminal has gone");
        }
        return read;
    }

    @Override
    public Size size() {
        try {
            String[] words = stty(List.of("size")).split(" ", -1);
            var size = new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]));
            return size.columns() > 0 && size.rows() > 0 ? size : USUAL;
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return USUAL;
        }
    }

    @Override
    public void draw(List<Line> lines) {
        var picture = new StringBuilder(HOME);
        for (int i = 0; i < lines.size(); i++) {
            picture.append(i == 0 ? "" : "\r\n");
            picture.append(screen.shown(lines.get(i))).append(END_OF_LINE);
        }
        write(picture.append(BELOW).toString());
    }

    private void write(String text) {
        screen.out().print(text);
        screen.out().flush();
    }

    @Override
    public void close() {
        try {
            if (Runtime.getRuntime().removeShutdownHook(atExit)) {
                restore();
            }
        } catch (IllegalStateException _) {
            // The process is ending: the hook does it.
        }
    }

    private void restore() {
        write(LEAVE_SCREEN);
        try {
            stty(before);
        } catch (IOException _) {
            // The terminal has gone.
        }
    }

    private static String stty(List<String> arguments) throws IOException {
        var command = new ArrayList<String>(List.of("stty"));
        command.addAll(arguments);
        Process stty =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String answer =
                new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        while (true) {
            try {
                int status = stty.waitFor();
                if (status != 0) {
                    throw new IOException("stty ended with status " + status);
                }
                return answer;
            } catch (InterruptedException _) {
                // Nobody interrupts this thread; stty waits for nothing.
            }
        }
    }
}
