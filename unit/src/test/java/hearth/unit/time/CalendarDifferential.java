package hearth.unit.time;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Compares calendar expressions made by chance with the real systemd-analyze: what is one, how it
 * is written in full, and when it comes next. Arguments: the program, how many, and a seed.
 */
final class CalendarDifferential {
    private static final ZoneId LOCAL = ZoneId.of("Europe/Berlin");

    /** Expressions for one run of the program. */
    private static final int BATCH = 200;

    private static final int ITERATIONS = 3;

    /**
     * The hours that come twice, and that after those left out: which time the C library takes
     * depends on what it was asked before.
     */
    private static final List<String> IN_DOUBT = List.of("2026-10-25 0", "2026-03-29 01");

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Random random;

    private CalendarDifferential(long seed) {
        this.random = new Random(seed);
    }

    /** Runs the comparison; ends with 1 where anything differs. */
    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[2]);
        int count = Integer.parseInt(arguments[1]);
        CalendarDifferential differential = new CalendarDifferential(seed);
        int differ = 0;
        for (int done = 0; done < count; done += BATCH) {
            differ += differential.batch(arguments[0], Math.min(BATCH, count - done));
        }
        System.out.printf("calendar: seed %d, %d expressions, %d differ%n", seed, count, differ);
        System.exit(differ == 0 ? 0 : 1);
    }

    private int batch(String program, int count) throws IOException {
        CalendarGenerator generator = new CalendarGenerator(random);
        Instant base = generator.base();
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expressions.add(generator.expression());
        }
        List<String> theirs = theirs(program, base, expressions);
        int differ = 0;
        for (int i = 0; i < count; i++) {
            String ours = ours(base, expressions.get(i));
            boolean isSame = ours.equals(theirs.get(i));
            String both = ours + theirs.get(i);
            boolean isInDoubt = IN_DOUBT.stream().anyMatch(both::contains);
            if (!isSame && !isInDoubt && !hasGivenUp(program, base, expressions.get(i))) {
                differ++;
                System.out.printf(
                        "%s from %s%n  systemd %s%n  hearth  %s%n",
                        expressions.get(i), base, theirs.get(i), ours);
            }
        }
        return differ;
    }

    private static String ours(Instant base, String text) {
        if (!(CalendarSpec.parse(text) instanceof CalendarSpec.Parse.Parsed(CalendarSpec spec))) {
            return "refused";
        }
        StringBuilder line = new StringBuilder(spec.format());
        Optional<Instant> next = spec.nextAfter(base, LOCAL);
        for (int i = 0; i < ITERATIONS && next.isPresent(); i++) {
            line.append(" | ").append(SECONDS.format(next.get()));
            next = spec.nextAfter(next.get(), LOCAL);
        }
        return line.toString();
    }

    /** Returns whether the real one says that its own search does not end. */
    private static boolean hasGivenUp(String program, Instant base, String expression)
            throws IOException {
        Process process =
                builder(program, base, List.of(expression)).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .contains("Resource deadlock avoided");
    }

    /** Runs the real one; its answers are divided by empty lines, a refusal leaving none. */
    private static List<String> theirs(String program, Instant base, List<String> expressions)
            throws IOException {
        ProcessBuilder builder = builder(program, base, expressions);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        List<String> answers = new ArrayList<>();
        StringBuilder answer = new StringBuilder();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    answers.add(answer.isEmpty() ? "refused" : answer.toString());
                    answer.setLength(0);
                } else {
                    answer.append(fact(line.strip()));
                }
            }
        }
        answers.add(answer.isEmpty() ? "refused" : answer.toString());
        return answers;
    }

    private static String fact(String line) {
        String[] parts = line.split(": ", 2);
        return switch (parts[0]) {
            case "Normalized form" -> parts[1];
            // Such as "Sun 2026-10-25 00:10:00.500000 UTC".
            case "(in UTC)" -> " | " + parts[1].substring(4, 23);
            default -> "";
        };
    }

    private static ProcessBuilder builder(String program, Instant base, List<String> expressions) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "calendar",
                                "--base-time=" + SECONDS.format(base) + " UTC",
                                "--iterations=" + ITERATIONS,
                                "--"));
        command.addAll(expressions);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TZ", LOCAL.getId());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }
}
