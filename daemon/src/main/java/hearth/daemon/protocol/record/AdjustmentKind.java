package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** What a new process changes about itself before it executes; absent ones are inherited. */
public enum AdjustmentKind {
    /** -20 to 19. */
    NICE(0),
    /** -1000 to 1000. */
    OOM_SCORE(1),
    /** As ioprio_set(2) takes it: class &lt;&lt; 13 | level. */
    IO_PRIORITY(2),
    /** SCHED_*, with SCHED_RESET_ON_FORK (0x40000000) where wanted. */
    CPU_POLICY(3),
    /** 1 to 99; 0 for the policies that have none. */
    CPU_PRIORITY(4),
    /** Nanoseconds. */
    TIMER_SLACK(5),
    /** As personality(2) takes it. */
    PERSONALITY(6),
    /** SECBIT_*. */
    SECURE_BITS(7),
    /** 1. */
    NO_NEW_PRIVILEGES(8),
    /** Bit mask of what stays. */
    CAPABILITY_BOUNDING_SET(9),
    /** Bit mask. */
    AMBIENT_CAPABILITIES(10),
    /** 1: SIGPIPE is ignored, 0: deadly. */
    IGNORE_SIGPIPE(11),
    /** Bit mask, see core(5). */
    COREDUMP_FILTER(12);

    private final int number;

    AdjustmentKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static AdjustmentKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("AdjustmentKind", number);
    }
}
