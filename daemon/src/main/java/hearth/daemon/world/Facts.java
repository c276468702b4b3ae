package hearth.daemon.world;

import hearth.api.systemd1.world.MachineFacts;
import hearth.daemon.machine.CgroupAttributes;
import hearth.daemon.machine.Machine;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.record.Limit;
import hearth.unit.tree.Place;
import java.lang.module.ModuleDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** What managers' properties say of the machine and the program. */
public final class Facts {
    /**
     * The version that clients read: that of the systemd whose interfaces these are, then our own.
     */
    private static final String VERSION = "252 (hearth " + version() + ")";

    /** What is built in, in systemd's form. */
    private static final String FEATURES =
            "+PAM -AUDIT -SELINUX -APPARMOR -IMA -SMACK -SECCOMP -ACL -BPF_FRAMEWORK -UTMP"
                    + " default-hierarchy=unified";

    /** Names of RLIMIT_*, by number. */
    private static final List<String> RESOURCES =
            List.of(
                    "CPU",
                    "FSIZE",
                    "DATA",
                    "STACK",
                    "CORE",
                    "RSS",
                    "NPROC",
                    "NOFILE",
                    "MEMLOCK",
                    "AS",
                    "LOCKS",
                    "SIGPENDING",
                    "MSGQUEUE",
                    "NICE",
                    "RTPRIO",
                    "RTTIME");

    private static final long TIMER_SLACK_NSEC = 50_000;

    /**
     * How killable users' services are that say nothing: 100 more than their hands, as in systemd.
     */
    public static final int OOM_SCORE_ADJUST = 200;

    /** What the system's services make files with that say nothing. */
    private static final int UMASK = 022;

    /** What processes inherit whose unit says nothing. */
    public record Inherited(List<Limit> limits, int umask, int oomScoreAdjust) {
        /** Returns what the system's inherit. */
        public static Inherited ofSystem(List<Limit> limits) {
            return new Inherited(limits, UMASK, 0);
        }

        /** Returns what a user's inherit: PAM may have changed it for the hand. */
        public static Inherited of(HandEvent.HandWelcome user) {
            return new Inherited(user.limits(), user.umask(), OOM_SCORE_ADJUST);
        }
    }

    private Facts() {}

    /** Returns the version of this program. */
    public static String version() {
        return Optional.ofNullable(Facts.class.getModule().getDescriptor()) // tests have none
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unknown");
    }

    /**
     * Returns the facts for one manager.
     *
     * @param totals what the machine has
     * @param places the search path of its units
     */
    public static MachineFacts of(
            Machine machine,
            Inherited inherited,
            CgroupAttributes.Totals totals,
            List<Place> places) {
        var named = new HashMap<String, MachineFacts.Limit>();
        for (Limit limit : inherited.limits()) {
            if (limit.resource() >= 0 && limit.resource() < RESOURCES.size()) {
                named.put(
                        RESOURCES.get(limit.resource()),
                        new MachineFacts.Limit(limit.soft(), limit.hard()));
            }
        }
        return new MachineFacts(
                VERSION,
                FEATURES,
                machine.virtualization(),
                Machine.architecture(),
                machine.machineIdOrZeros(),
                named,
                totals.tasksPerUnit(),
                totals.tasks(),
                totals.memoryBytes(),
                TIMER_SLACK_NSEC,
                inherited.oomScoreAdjust(),
                inherited.umask(),
                places.stream()
                        .filter(place -> place.role() != Place.Role.BUILT_IN)
                        .map(Place::path)
                        .toList());
    }
}
