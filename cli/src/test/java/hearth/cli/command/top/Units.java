package hearth.cli.command.top;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Units for tests. */
final class Units {
    private Units() {}

    /** Returns what alice's unit uses, which runs. */
    static Usage usage(String unit, double cpu, long memory, long tasks, long restarts) {
        return new Usage(
                new Reading(
                        new UnitKey("alice", unit),
                        "active",
                        "running",
                        OptionalLong.of(1),
                        OptionalLong.of(memory),
                        OptionalLong.of(tasks),
                        OptionalLong.of(restarts),
                        1),
                OptionalDouble.of(cpu));
    }

    /** Returns a unit of which nothing is known. */
    static Usage unknown(String user, String unit) {
        return new Usage(
                new Reading(
                        new UnitKey(user, unit),
                        "failed",
                        "failed",
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        0),
                OptionalDouble.empty());
    }
}
