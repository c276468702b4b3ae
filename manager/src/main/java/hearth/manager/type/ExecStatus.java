package hearth.manager.type;

import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import java.util.List;

/**
 * When a process ran and how it ended.
 *
 * @param pid 0 where none was started
 * @param start when it was started
 * @param exit when it ended; {@link Moment#NEVER} while it runs
 * @param code {@code si_code}, 0 while it runs
 * @param status exit status or signal
 */
public record ExecStatus(int pid, Moment start, Moment exit, int code, int status) {
    /** Of what never ran. */
    public static final ExecStatus NEVER = new ExecStatus(0, Moment.NEVER, Moment.NEVER, 0, 0);

    private static final int WORDS = 7;

    /** Returns it as it is written down. */
    public String words() {
        return pid
                + " "
                + start.realtimeUsec()
                + " "
                + start.monotonicUsec()
                + " "
                + exit.realtimeUsec()
                + " "
                + exit.monotonicUsec()
                + " "
                + code
                + " "
                + status;
    }

    /** Returns what was written down. */
    public static ExecStatus of(List<String> words) {
        if (words.size() != WORDS) {
            return NEVER;
        }
        return new ExecStatus(
                Integer.parseInt(words.get(0)),
                new Moment(Long.parseLong(words.get(1)), Long.parseLong(words.get(2))),
                new Moment(Long.parseLong(words.get(3)), Long.parseLong(words.get(4))),
                Integer.parseInt(words.get(5)),
                Integer.parseInt(words.get(6)));
    }

    /** Returns the status of a process that has just been started. */
    public static ExecStatus started(int pid, Moment now) {
        return new ExecStatus(pid, now, Moment.NEVER, 0, 0);
    }

    /** Returns the status after the process has ended. */
    public ExecStatus exited(int exitedPid, ExitCode how, int exitStatus, Moment now) {
        return new ExecStatus(
                exitedPid == 0 ? pid : exitedPid, start, now, how.number(), exitStatus);
    }
}
