package hearth.cli.command.top;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;

/**
 * What a unit uses.
 *
 * @param reading the newest
 * @param cpuPercent of one processor, since the reading before; nothing where there is none
 */
record Usage(Reading reading, OptionalDouble cpuPercent) {
    private static final String UNKNOWN = "-";
    private static final double TENTHS = 10;

    /** From here on tenths say nothing, and would need a wider column on large machines. */
    private static final double LARGE = 1_000;

    /** Returns whether its name, or its user's, has a text in it, in capitals or not. */
    boolean matches(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return reading.unit().unit().toLowerCase(Locale.ROOT).contains(wanted)
                || reading.unit().user().toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** Returns the processor time as {@code 12.5} or {@code 1234}; a dash where it is not known. */
    String cpu() {
        if (cpuPercent.isEmpty()) {
            return UNKNOWN;
        }
        double percent = cpuPercent.getAsDouble();
        return String.format(Locale.ROOT, percent < LARGE ? "%.1f" : "%.0f", percent);
    }

    /** Returns a count; a dash where it is not known. */
    static String count(OptionalLong count) {
        return count.isEmpty() ? UNKNOWN : Long.toUnsignedString(count.getAsLong());
    }

    /** Writes what is in a unit's object. */
    void write(JsonGenerator json) {
        json.writeStringProperty("user", reading.unit().user());
        json.writeStringProperty("unit", reading.unit().unit());
        json.writeStringProperty("active", reading.activeState());
        json.writeStringProperty("sub", reading.subState());
        if (cpuPercent.isEmpty()) {
            json.writeNullProperty("cpu_percent");
        } else {
            double tenths = Math.round(cpuPercent.getAsDouble() * TENTHS) / TENTHS;
            json.writeNumberProperty("cpu_percent", tenths);
        }
        write(json, "cpu_nsec", reading.cpuNanos());
        write(json, "memory_bytes", reading.memoryBytes());
        write(json, "tasks", reading.tasks());
        write(json, "restarts", reading.restarts());
    }

    private static void write(JsonGenerator json, String name, OptionalLong figure) {
        if (figure.isEmpty()) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, figure.getAsLong());
        }
    }
}
