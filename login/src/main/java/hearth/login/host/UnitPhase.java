package hearth.login.host;

import java.util.OptionalLong;

/**
 * How far a unit of the system manager is that login asked for: a session's scope, a user's
 * manager.
 *
 * <pre>
 *                 order             done
 *     Absent ─────────────> Starting ─────> Running
 *        ^                   │  │              │ order
 *        │   refused, failed │  │ order        v
 *        └───────────────────┘  └────────> Stopping
 *        ^                                     │ done
 *        └─────────────────────────────────────┘
 * </pre>
 *
 * A stopping unit can be ordered to start again, and a running one can become absent by itself.
 */
public sealed interface UnitPhase {
    /** It is inactive, or was never asked for. */
    record Absent() implements UnitPhase {}

    /** A start job is under way. */
    record Starting(Token token, OptionalLong job) implements UnitPhase {}

    /** It was started. */
    record Running() implements UnitPhase {}

    /** A stop job is under way. */
    record Stopping(Token token, OptionalLong job) implements UnitPhase {}

    /** Returns the number of the job under way, where it is known. */
    default OptionalLong currentJob() {
        return switch (this) {
            case Starting(Token _, OptionalLong job) -> job;
            case Stopping(Token _, OptionalLong job) -> job;
            case Absent() -> OptionalLong.empty();
            case Running() -> OptionalLong.empty();
        };
    }

    /** Returns this phase with its job's number. */
    default UnitPhase withJob(long number) {
        return switch (this) {
            case Starting(Token token, OptionalLong _) ->
                    new Starting(token, OptionalLong.of(number));
            case Stopping(Token token, OptionalLong _) ->
                    new Stopping(token, OptionalLong.of(number));
            case Absent _, Running _ -> this;
        };
    }
}
