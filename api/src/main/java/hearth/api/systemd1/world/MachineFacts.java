package hearth.api.systemd1.world;

import hearth.unit.value.resource.Amount;
import java.util.List;
import java.util.Map;

/**
 * What a manager's properties say of the machine and the program; constant while it runs.
 *
 * @param version such as {@code 252 (hearth 0.1)}: clients read the leading number
 * @param features in systemd's form: {@code +PAM -SELINUX}
 * @param virtualization such as {@code kvm}; empty on bare metal
 * @param architecture such as {@code x86-64}
 * @param machineId 32 hexadecimal digits
 * @param limits what processes inherit, by resource without its prefix: {@code NOFILE}
 * @param tasksMax what a unit that says nothing may have; {@link Long#MAX_VALUE}: no limit
 * @param tasks the kernel's limit, for those in percent
 * @param memory physical memory in bytes, for limits in percent
 * @param timerSlackNsec what processes inherit
 * @param oomScoreAdjust what processes inherit
 * @param umask what processes inherit
 * @param unitPath the directories of unit files, first wins
 */
public record MachineFacts(
        String version,
        String features,
        String virtualization,
        String architecture,
        String machineId,
        Map<String, Limit> limits,
        long tasksMax,
        long tasks,
        long memory,
        long timerSlackNsec,
        int oomScoreAdjust,
        int umask,
        List<String> unitPath) {

    private static final int PERMYRIAD = 10_000;

    /**
     * A resource limit.
     *
     * @param soft {@link #INFINITY} for none
     * @param hard {@link #INFINITY} for none
     */
    public record Limit(long soft, long hard) {
        /** No limit; the bits of the largest unsigned number, as on the bus. */
        public static final long INFINITY = -1;

        /** Not limited at all. */
        public static final Limit NONE = new Limit(INFINITY, INFINITY);
    }

    public MachineFacts {
        limits = Map.copyOf(limits);
        unitPath = List.copyOf(unitPath);
    }

    /** Returns what {@code TasksMax=} comes to; {@link Limit#INFINITY} for no limit. */
    public long tasks(Amount amount) {
        return switch (amount) {
            case Amount.Infinite() -> Limit.INFINITY;
            case Amount.Count(long count) -> count;
            case Amount.Fraction(int permyriad) -> part(tasks, permyriad);
        };
    }

    /** Returns what a bound on memory comes to; {@link Limit#INFINITY} for no limit. */
    public long bytes(Amount amount) {
        return switch (amount) {
            case Amount.Infinite() -> Limit.INFINITY;
            case Amount.Count(long count) -> count;
            case Amount.Fraction(int permyriad) -> part(memory, permyriad);
        };
    }

    private static long part(long whole, int permyriad) {
        return whole / PERMYRIAD * permyriad + whole % PERMYRIAD * permyriad / PERMYRIAD;
    }

    /** Returns the limit of a resource that processes inherit. */
    public Limit limit(String resource) {
        return limits.getOrDefault(resource, Limit.NONE);
    }
}
