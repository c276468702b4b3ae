package hearth.login;

import hearth.login.host.LoginEvent;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.user.UserRecord;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is found at take-over: our own state files, and what keeper and kernel say about what they
 * tell of.
 *
 * @param users one for each file in {@code users}
 * @param sessions one for each file in {@code sessions}
 * @param linger who lingers, and why
 * @param inhibitors the contents of the files in {@code inhibit}, by name
 */
public record Restored(
        List<RestoredUser> users,
        List<RestoredSession> sessions,
        Lingering linger,
        Map<String, String> inhibitors) {

    /**
     * A user's file.
     *
     * @param record the user; asked of the name service, or the name in the file where that does
     *     not answer
     * @param text the file's content
     * @param managerRuns whether {@code user@UID.service} is up (or still starting: then its end is
     *     reported as {@link LoginEvent.UnitInactive} should it fail)
     */
    public record RestoredUser(UserRecord record, String text, boolean managerRuns) {}

    /**
     * A session's file.
     *
     * @param id the file's name
     * @param text the file's content
     * @param scopePopulated whether there are processes in the session's cgroup
     * @param leaderAlive whether the leader is there, and in the session's cgroup
     * @param fifoHeld whether somebody has the FIFO's writing end: the daemon opens and reads it
     *     once to find out
     */
    public record RestoredSession(
            String id,
            String text,
            boolean scopePopulated,
            boolean leaderAlive,
            boolean fifoHeld) {}

    /**
     * Who lingers, and why.
     *
     * @param files the names of the files in {@code /var/lib/systemd/linger}; nothing where that
     *     directory is not there or cannot be read
     * @param records the contents of the files in {@code /var/lib/hearth/linger}, by name
     * @param declared what drop-ins say
     * @param boot the boot that the machine is in
     */
    public record Lingering(
            Optional<Set<String>> files,
            Map<String, String> records,
            LeaseDeclaration.All declared,
            String boot) {
        /** Where that directory of records is, for messages. */
        public static final String RECORDS = "/var/lib/hearth/linger/";

        /** Returns that of a machine on which only files say who lingers. */
        public static Lingering ofFiles(Collection<String> files) {
            return new Lingering(
                    Optional.of(Set.copyOf(files)), Map.of(), LeaseDeclaration.All.NONE, "");
        }
    }

    /** Nothing was there. */
    public static Restored nothing() {
        return new Restored(List.of(), List.of(), Lingering.ofFiles(List.of()), Map.of());
    }
}
