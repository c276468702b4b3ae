package hearth.api.systemd1.world;

import hearth.dbus.MessageWriter;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import java.util.List;
import java.util.Map;

/**
 * Something that a manager has said of a unit, and why it was so.
 *
 * @param realtimeUsec when, in microseconds since 1970
 * @param text the line
 * @param facts what else is known: {@code job} and {@code result} as on the bus, {@code signal} and
 *     {@code processes} where processes were ended: number, a blank and name of each, tabs between
 * @param rules the settings that it follows from
 * @param causes the nearest first
 */
public record Recorded(
        long realtimeUsec,
        String unit,
        String text,
        Map<String, String> facts,
        List<Cause> rules,
        List<Cause> causes) {
    /** How several are written: time, unit, text, facts, rules, causes of each. */
    public static final String ROWS = "a(tssa{ss}aa{ss}aa{ss})";

    /** What is told of a record in one answer: more than a person reads. */
    public static final int MOST = 1_000;

    /** Writes one of {@link #ROWS}. */
    public void write(MessageWriter out) {
        out.openStruct().uint64(realtimeUsec).string(unit).string(text);
        write(out, facts);
        write(out, rules);
        write(out, causes);
        out.closeStruct();
    }

    private static void write(MessageWriter out, List<Cause> causes) {
        out.array(causes, (writer, cause) -> write(writer, CauseText.fields(cause)));
    }

    private static void write(MessageWriter out, Map<String, String> fields) {
        out.openArray();
        fields.forEach((name, value) -> out.openEntry().string(name).string(value).closeEntry());
        out.closeArray();
    }
}
