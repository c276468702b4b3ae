package hearth.api.systemd1.world;

import hearth.manager.cause.Cause;
import java.util.List;
import java.util.Map;

/**
 * Something that a manager has said of a unit, and why it was so.
 *
 * @param realtimeUsec when, in microseconds since 1970
 * @param text the line
 * @param facts what else is known: {@code job} and {@code result} as on the bus, {@code signal} and
 *     {@code processes} where processes were ended, a line for each
 * @param rules the settings that it follows from
 * @param causes the nearest first
 */
public record Recorded(
        long realtimeUsec,
        String unit,
        String text,
        Map<String, String> facts,
        List<Cause> rules,
        List<Cause> causes) {}
