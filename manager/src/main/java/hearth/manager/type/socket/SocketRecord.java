package hearth.manager.type.socket;

import hearth.manager.host.Deadline;
import java.util.List;

/**
 * What a socket unit remembers.
 *
 * @param result of its last run
 * @param opened how many of its lines are open
 * @param opening token of the line that is being opened, though the unit may be on its way down; 0
 *     none
 * @param closing token of what is being closed; 0 none
 * @param unclosed how many lines are still being closed
 * @param question token of a signal; 0 none
 * @param awaited by line the token of what is waited for there; empty while it does not listen
 * @param control the command that runs
 * @param deadline the phase's timer
 * @param isCgroupPopulated whether processes may be in its cgroup
 * @param accepted how many connections it has taken since it was loaded: instances of an earlier
 *     start may still have their numbers
 * @param refused how many it has not
 * @param connections how many of them last
 * @param begun when it began to count how often it starts services, on the monotonic clock in
 *     microseconds
 * @param count how often it has done so since then
 * @param nextToken the next token that it may use
 */
public record SocketRecord(
        SocketPhase phase,
        SocketResult result,
        int opened,
        long opening,
        long closing,
        int unclosed,
        long question,
        List<Long> awaited,
        Control control,
        Deadline deadline,
        boolean isCgroupPopulated,
        long accepted,
        long refused,
        int connections,
        long begun,
        int count,
        long nextToken) {
    public SocketRecord {
        awaited = List.copyOf(awaited);
    }

    /**
     * A command of the unit.
     *
     * @param token of its start; 0: none runs
     * @param pid 0 before it is told
     * @param index which one of its directive
     */
    public record Control(long token, int pid, int index) {
        static final Control NONE = new Control(0, 0, 0);

        boolean isRunning() {
            return token != 0;
        }
    }

    /** Returns the record of a socket unit that was never started. */
    static SocketRecord dead(long firstToken) {
        return new SocketRecord(
                SocketPhase.DEAD,
                SocketResult.SUCCESS,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                Control.NONE,
                Deadline.NONE,
                false,
                0,
                0,
                0,
                0,
                0,
                firstToken);
    }
}
