package hearth.unit.time;

import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** How systemd writes the fields of a calendar expression. */
final class CalendarText {
    private CalendarText() {}

    /** Returns a field of whole numbers. */
    static String field(CalendarField field, int width) {
        return text(field, 1, number -> padded(number, width));
    }

    /** Returns a field of microseconds as seconds; where each one counts, no other is written. */
    static String seconds(CalendarField field) {
        CalendarField.Step every =
                new CalendarField.Step(0, CalendarField.NO_STOP, CalendarTime.SECOND_USEC);
        return field.steps().getFirst().equals(every)
                ? "*"
                : text(field, CalendarTime.SECOND_USEC, usec -> second(usec, 2));
    }

    private static String text(CalendarField field, int one, IntFunction<String> number) {
        return field.isAny()
                ? "*"
                : field.steps().stream()
                        .map(step -> step(step, one, number))
                        .collect(Collectors.joining(","));
    }

    /**
     * Returns one step.
     *
     * @param one what a range goes by that says nothing
     */
    private static String step(CalendarField.Step step, int one, IntFunction<String> number) {
        StringBuilder text = new StringBuilder(number.apply(step.start()));
        if (step.stop() > 0) {
            text.append("..").append(number.apply(step.stop()));
        }
        if (step.repeat() > 0 && !(step.stop() > 0 && step.repeat() == one)) {
            text.append('/').append(one == 1 ? "" + step.repeat() : second(step.repeat(), 1));
        }
        return text.toString();
    }

    private static String second(int usec, int width) {
        int fraction = usec % CalendarTime.SECOND_USEC;
        return padded(usec / CalendarTime.SECOND_USEC, width)
                + (fraction > 0 ? "." + padded(fraction, 6) : "");
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
