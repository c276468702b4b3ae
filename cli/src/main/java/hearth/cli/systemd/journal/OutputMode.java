package hearth.cli.systemd.journal;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import hearth.journal.read.Entry;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How entries are shown.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/journalctl.html#-o">journalctl(1)</a>
 */
public final class OutputMode {
    /** Lines of this priority and more urgent ones are errors: {@code err} of syslog(3). */
    private static final int ERROR = 3;

    private static final int NOTICE = 5;
    private static final long MICROS = 1_000_000;

    /** Orders to a terminal that change how text looks: a line is as readable without. */
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]{0,32}m");

    private final Form form;
    private final ZoneId zone;
    private final boolean hasHost;
    private final boolean isAll;

    /** A word of {@code --output}. */
    private enum Form {
        SHORT("MMM dd HH:mm:ss"),
        SHORT_FULL("EEE yyyy-MM-dd HH:mm:ss zzz"),
        SHORT_ISO("yyyy-MM-dd'T'HH:mm:ssxx"),
        SHORT_ISO_PRECISE("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxx"),
        SHORT_PRECISE("MMM dd HH:mm:ss.SSSSSS"),
        SHORT_MONOTONIC(""),
        SHORT_UNIX(""),
        WITH_UNIT("EEE yyyy-MM-dd HH:mm:ss zzz"),
        VERBOSE("EEE yyyy-MM-dd HH:mm:ss.SSSSSS zzz"),
        EXPORT(""),
        JSON(""),
        JSON_PRETTY(""),
        JSON_SSE(""),
        JSON_SEQ(""),
        CAT("");

        private final String time;

        Form(String time) {
            this.time = time;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private OutputMode(Form form, ZoneId zone, boolean hasHost, boolean isAll) {
        this.form = form;
        this.zone = zone;
        this.hasHost = hasHost;
        this.isAll = isAll;
    }

    /**
     * Returns what a word means.
     *
     * @throws CommandFailure where it means nothing
     */
    public static OutputMode of(String word, Context context) throws CommandFailure {
        return find(word, context)
                .orElseThrow(() ->
                        new CommandFailure(ExitStatus.FAILURE, "Unknown output '" + word + "'."));
    }

    /** Returns what a word means; nothing where that is nothing. */
    static Optional<OutputMode> find(String word, Context context) {
        for (Form form : Form.values()) {
            if (form.word().equals(word)) {
                return Optional.of(new OutputMode(form, context.zone(), true, false));
            }
        }
        return Optional.empty();
    }

    /** Returns the same in another place's time, or without the machine's name. */
    public OutputMode with(ZoneId otherZone, boolean showsHost, boolean showsAll) {
        return new OutputMode(form, otherZone, showsHost, showsAll);
    }

    /** Returns whether it is for people, who want to be told of a boot between two entries. */
    public boolean isForPeople() {
        return switch (form) {
            case EXPORT, JSON, JSON_PRETTY, JSON_SSE, JSON_SEQ, CAT -> false;
            default -> true;
        };
    }

    /** Writes an entry. */
    public void write(Entry entry, Screen screen) {
        switch (form) {
            case CAT -> entry.text("MESSAGE").ifPresent(text -> screen.text(text + "\n"));
            case JSON -> screen.json(json -> EntryJson.write(json, entry));
            case JSON_PRETTY -> screen.text(EntryJson.pretty(entry));
            case JSON_SSE -> {
                screen.text("data: ");
                screen.json(json -> EntryJson.write(json, entry));
                screen.line();
            }
            case JSON_SEQ -> {
                screen.out().print('\u001e'); // what RFC 7464 has before each text
                screen.json(json -> EntryJson.write(json, entry));
            }
            case EXPORT -> screen.text(EntryJson.export(entry));
            case VERBOSE -> verbose(entry, screen);
            default -> line(entry, screen);
        }
    }

    private void line(Entry entry, Screen screen) {
        Optional<byte[]> message = entry.value("MESSAGE");
        if (message.isEmpty()) {
            return;
        }
        String before = time(entry) + " " + source(entry) + ": ";
        String text = COLOURS.matcher(entry.text("MESSAGE").orElse("")).replaceAll("");
        if (!isAll && !isPrintable(text)) {
            screen.line(before + "[" + blob(message.get().length) + " blob data]");
            return;
        }
        Optional<Style> style = style(entry);
        String[] lines = text.stripTrailing().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Line line = Line.of(i == 0 ? before : " ".repeat(before.length()));
            String shown = lines[i];
            screen.line(style.map(it -> line.then(it, shown)).orElse(line.then(shown)));
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars()
                .noneMatch(c -> (c < ' ' && c != '\t' && c != '\n') || c == 0x7f || c == 0xfffd);
    }

    private static String blob(int bytes) {
        return bytes < 1024 ? bytes + "B" : hearth.cli.text.Sizes.bytes(bytes);
    }

    private static Optional<Style> style(Entry entry) {
        int priority = priority(entry);
        if (priority <= ERROR) {
            return Optional.of(Style.BAD);
        }
        return priority <= NOTICE ? Optional.of(Style.STRONG) : Optional.empty();
    }

    /** Returns how urgent an entry is; one that says nothing is informational. */
    static int priority(Entry entry) {
        String text = entry.text("PRIORITY").orElse("");
        boolean isDigit = text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '7';
        return isDigit ? text.charAt(0) - '0' : 6;
    }

    private String time(Entry entry) {
        long usec = entry.time().realtimeUsec();
        return switch (form) {
            case SHORT_MONOTONIC -> {
                long at = entry.time().monotonicUsec();
                yield "[%5d.%06d]".formatted(at / MICROS, at % MICROS);
            }
            case SHORT_UNIX -> "%d.%06d".formatted(usec / MICROS, usec % MICROS);
            default -> format(usec);
        };
    }

    private String format(long usec) {
        ZonedDateTime time = Spans.instant(usec).atZone(zone);
        return DateTimeFormatter.ofPattern(form.time, Locale.ROOT).format(time);
    }

    private String source(Entry entry) {
        String host = hasHost ? entry.text("_HOSTNAME").map(name -> name + " ").orElse("") : "";
        String name =
                form == Form.WITH_UNIT
                        ? unit(entry)
                        : entry.text("SYSLOG_IDENTIFIER")
                                .or(() -> entry.text("_COMM"))
                                .orElse("unknown");
        String pid =
                entry.text("_PID")
                        .or(() -> entry.text("SYSLOG_PID"))
                        .map(number -> "[" + number + "]")
                        .orElse("");
        return host + name + pid;
    }

    private static String unit(Entry entry) {
        String system = entry.text("_SYSTEMD_UNIT").orElse("");
        String user = entry.text("_SYSTEMD_USER_UNIT").orElse("");
        return user.isEmpty()
                ? system.isEmpty() ? entry.text("SYSLOG_IDENTIFIER").orElse("unknown") : system
                : system + "/" + user;
    }

    private void verbose(Entry entry, Screen screen) {
        screen.line(format(entry.time().realtimeUsec()) + " [" + entry.cursor() + "]");
        for (byte[] payload : entry.payloads()) {
            String text = new String(payload, java.nio.charset.StandardCharsets.UTF_8);
            screen.line(
                    "    "
                            + (isAll || isPrintable(text)
                                    ? text.replace("\n", "\n      ")
                                    : text.substring(0, text.indexOf('=') + 1)
                                            + "["
                                            + blob(payload.length)
                                            + " blob data]"));
        }
    }
}
