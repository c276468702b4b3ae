package hearth.cli.command.analyze;

import hearth.cli.command.Action;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.unit.time.CalendarSpec;
import hearth.unit.time.TimeSpan;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code hearth analyze calendar|timespan|timestamp TEXT...}: what texts of systemd.time(7) mean.
 *
 * @param kind how they are read
 * @param texts as typed
 * @param iterations how many times of a calendar expression are shown
 */
public record Times(Kind kind, List<String> texts, int iterations) implements Action {
    /** What a text may be. */
    public enum Kind {
        /** When something is to happen again and again. */
        CALENDAR,
        /** How long something takes. */
        TIMESPAN,
        /** When something is. */
        TIMESTAMP
    }

    /** A line of an answer. */
    private record Field(String label, String text) {}

    /** What a text means: for people, and as numbers. */
    private record Meaning(String original, List<Field> fields, String normal, List<Long> usec) {}

    /** Copies the list. */
    public Times {
        texts = List.copyOf(texts);
    }

    @Override
    public String purpose() {
        return "read times";
    }

    @Override
    public int perform(Context context) {
        Screen screen = context.screen();
        int status = ExitStatus.OK;
        var meanings = new ArrayList<Meaning>();
        for (String text : texts) {
            Optional<Meaning> meaning =
                    switch (kind) {
                        case CALENDAR -> calendar(text, context);
                        case TIMESPAN -> span(text);
                        case TIMESTAMP -> stamp(text, context);
                    };
            meaning.ifPresent(meanings::add);
            if (meaning.isEmpty()) {
                screen.note("hearth: " + refusal(text));
                status = ExitStatus.FAILURE;
            }
        }
        if (screen.isJson()) {
            write(screen, meanings);
        } else {
            show(screen, meanings);
        }
        return status;
    }

    private String refusal(String text) {
        return switch (kind) {
            case CALENDAR ->
                    CalendarSpec.parse(text) instanceof CalendarSpec.Parse.Refused(String why)
                            ? why
                            : "";
            case TIMESPAN -> "\"" + text + "\" is no time span, such as 1h 30min";
            case TIMESTAMP -> "\"" + text + "\" is no moment, such as 2026-01-05 12:00 or 2h ago";
        };
    }

    private Optional<Meaning> calendar(String text, Context context) {
        if (!(CalendarSpec.parse(text) instanceof CalendarSpec.Parse.Parsed(CalendarSpec spec))) {
            return Optional.empty();
        }
        var fields = new ArrayList<Field>();
        var times = new ArrayList<Long>();
        fields.add(new Field("Original form", text));
        fields.add(new Field("Normalized form", spec.format()));
        Instant now = context.clock().instant();
        Instant after = now;
        for (int i = 1; i <= iterations; i++) {
            Optional<Instant> next = spec.nextAfter(after, context.zone());
            String label = i == 1 ? "Next elapse" : "Iter. #" + i;
            if (next.isEmpty()) {
                fields.add(new Field(label, "never"));
                break;
            }
            after = next.get();
            times.add(usec(after));
            fields.add(new Field(label, Spans.stamp(usec(after), context.zone())));
            addUtc(fields, usec(after), context);
            fields.add(new Field("From now", Distance.of(usec(after), usec(now))));
        }
        return Optional.of(new Meaning(text, fields, spec.format(), times));
    }

    private static Optional<Meaning> span(String text) {
        return TimeSpan.parse(text)
                .map(span ->
                        new Meaning(
                                text,
                                List.of(
                                        new Field("Original", text),
                                        new Field("\u03bcs", Long.toUnsignedString(span.usec())),
                                        new Field("Human", span.format())),
                                span.format(),
                                List.of(span.usec())));
    }

    private static Optional<Meaning> stamp(String text, Context context) {
        Instant now = context.clock().instant();
        return new Moment(now, context.zone())
                .read(text)
                .map(moment -> {
                    long usec = usec(moment);
                    String normal = Spans.stamp(usec, context.zone());
                    var fields = new ArrayList<Field>();
                    fields.add(new Field("Original form", text));
                    fields.add(new Field("Normalized form", normal));
                    addUtc(fields, usec, context);
                    fields.add(new Field("UNIX seconds", "@" + seconds(usec)));
                    fields.add(new Field("From now", Distance.of(usec, usec(now))));
                    return new Meaning(text, fields, normal, List.of(usec));
                });
    }

    private static void addUtc(List<Field> fields, long usec, Context context) {
        boolean isUtc =
                context.zone().getRules().getOffset(Spans.instant(usec)).equals(ZoneOffset.UTC);
        if (!isUtc) {
            fields.add(new Field("(in UTC)", Spans.stamp(usec, ZoneId.of("UTC"))));
        }
    }

    private static String seconds(long usec) {
        long rest = Math.floorMod(usec, 1_000_000L);
        return Math.floorDiv(usec, 1_000_000L)
                + (rest == 0 ? "" : String.format(Locale.ROOT, ".%06d", rest));
    }

    private static long usec(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    private static void show(Screen screen, List<Meaning> meanings) {
        for (int i = 0; i < meanings.size(); i++) {
            if (i > 0) {
                screen.line();
            }
            List<Field> fields = meanings.get(i).fields();
            int width = fields.stream().mapToInt(it -> it.label().length()).max().orElse(0);
            for (Field field : fields) {
                String label = " ".repeat(width - field.label().length()) + field.label();
                screen.line(label + ": " + field.text());
            }
        }
    }

    private static void write(Screen screen, List<Meaning> meanings) {
        screen.json(json -> {
            JsonArray.objects(
                    json,
                    meanings,
                    meaning -> {
                        json.writeStringProperty("original", meaning.original());
                        json.writeStringProperty("normalized", meaning.normal());
                        json.writeName("usec");
                        json.writeStartArray();
                        meaning.usec().forEach(json::writeNumber);
                        json.writeEndArray();
                    });
        });
    }
}
