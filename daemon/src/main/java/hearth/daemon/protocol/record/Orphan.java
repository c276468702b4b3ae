package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A process that has ended, which a hand had started that is dead.
 *
 * @param cgroup it was in; empty: unknown
 * @param code CLD_EXITED, CLD_KILLED or CLD_DUMPED
 * @param status exit status or signal
 */
public record Orphan(int pid, String cgroup, int code, int status) {
    public void writeTo(BodyWriter out) {
        out.i32(pid);
        out.text(cgroup);
        out.i32(code);
        out.i32(status);
    }

    public static Orphan read(BodyReader in) {
        return new Orphan(in.i32(), in.text(), in.i32(), in.i32());
    }
}
