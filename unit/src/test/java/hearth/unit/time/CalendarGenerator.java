package hearth.unit.time;

import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Makes calendar expressions by chance: most are ones, some nearly. */
final class CalendarGenerator {
    private static final List<String> WEEKDAYS =
            List.of("Mon", "tue", "Wednesday", "THU", "fri", "Saturday", "Sun");

    private static final List<String> WORDS =
            List.of("daily", "Weekly", "monthly", "quarterly", "semiannually", "hourly", "yearly");

    private static final List<String> ZONES =
            List.of(" UTC", " utc", " America/New_York", " Pacific/Auckland", " Asia/Kolkata");

    private static final String SIGNS = "*/-~:.,0123459@ MonU";

    private final Random random;

    CalendarGenerator(Random random) {
        this.random = random;
    }

    /**
     * Returns a time from 2020 to 2040; every second one in the hours around a change of clocks.
     */
    Instant base() {
        Instant change = Instant.parse("2026-03-29T01:00:00Z");
        return random.nextBoolean()
                ? change.minusSeconds(7_200).plusSeconds(random.nextInt(14_400))
                : Instant.parse("2020-01-01T00:00:00Z").plusSeconds(random.nextInt(630_000_000));
    }

    String expression() {
        String text =
                (isNow(4) ? weekdays() + " " : "")
                        + switch (random.nextInt(5)) {
                            case 0 -> date();
                            case 1 -> time();
                            case 2 -> isNow(3) ? pick(WORDS) : date();
                            default -> date() + " " + time();
                        }
                        + (isNow(4) ? pick(ZONES) : "");
        return isNow(6) ? damaged(text) : text;
    }

    private String weekdays() {
        StringBuilder text = new StringBuilder(pick(WEEKDAYS));
        while (isNow(2)) {
            text.append(isNow(2) ? ".." : ",").append(pick(WEEKDAYS));
        }
        return text.toString();
    }

    private String date() {
        String monthAndDay = field(1, 12) + (isNow(5) ? "~" + dayFromEnd() : "-" + days());
        return isNow(3) ? monthAndDay : (isNow(2) ? "*" : field(2018, 2050)) + "-" + monthAndDay;
    }

    /** Of several days counted from the end, systemd takes each to be three days shorter. */
    private String dayFromEnd() {
        return step(1, 28);
    }

    /** From December on, systemd passes over the first of days that are repeated without an end. */
    private String days() {
        return field(1, isNow(3) ? 31 : 28).replaceAll("(^|,)([0-9]+)/[0-9]+", "$1$2");
    }

    private String time() {
        String time = field(0, 23) + ":" + field(0, 59);
        return switch (random.nextInt(4)) {
            case 0 -> time;
            case 1 -> time + ":" + random.nextInt(60) + "." + random.nextInt(10_000_000);
            default -> time + ":" + field(0, 59);
        };
    }

    private String field(int from, int to) {
        if (isNow(3)) {
            return "*";
        }
        StringBuilder text = new StringBuilder(step(from, to));
        while (isNow(4)) {
            text.append(',').append(step(from, to));
        }
        return text.toString();
    }

    private String step(int from, int to) {
        int start = from + random.nextInt(to - from + 1);
        String text = isNow(2) ? "" + start : String.format("%02d", start);
        if (isNow(4)) {
            text += ".." + (start + random.nextInt(to - start + 2));
        }
        return isNow(4) ? text + "/" + (1 + random.nextInt(Math.max(1, (to - from) / 2))) : text;
    }

    private String damaged(String text) {
        StringBuilder damaged = new StringBuilder(text);
        int at = random.nextInt(text.length());
        char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
        switch (random.nextInt(3)) {
            case 0 -> damaged.deleteCharAt(at);
            case 1 -> damaged.insert(at, sign);
            default -> damaged.setCharAt(at, sign);
        }
        return damaged.toString();
    }

    private boolean isNow(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
