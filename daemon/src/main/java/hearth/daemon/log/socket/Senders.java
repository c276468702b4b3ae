package hearth.daemon.log.socket;

import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.descriptor.UserNumbers;
import hearth.daemon.log.LogPlace;
import hearth.daemon.log.UnitLog;
import hearth.daemon.machine.Cgroups;
import hearth.journal.Field;
import hearth.linux.socket.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Finds out who has sent something; the kernel is asked once in a second for each process. Belongs
 * to the thread that writes logs.
 *
 * <p>{@code _CMDLINE} and {@code _EXE} are left out: the kernel reads the one from the process's
 * own memory, which may keep whoever asks waiting, and tells the other to those alone who may trace
 * the process.
 */
final class Senders {
    /** Processes that are known at the same time. */
    private static final int KNOWN_MAX = 256;

    /** How long what was found is believed. */
    private static final long KNOWN_USEC = 1_000_000;

    /** The last number that a user may have. */
    private static final long NUMBER_MAX = 0xffff_fffeL;

    /** What no process has for an audit session or a login's user. */
    private static final String UNSET = "4294967295";

    private final Cgroups cgroups;
    private final LogPlace place;
    private final SubordinateUsers subordinates;
    private final LinkedHashMap<Credentials, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    private record Known(Sender sender, long sinceUsec) {}

    Senders(Cgroups cgroups, LogPlace place, SubordinateUsers subordinates) {
        this.cgroups = cgroups;
        this.place = place;
        this.subordinates = subordinates;
    }

    /** Returns what all entries say. */
    List<Field> machine() {
        return List.of(
                Field.of("_MACHINE_ID", place.machine().toString()),
                Field.of("_BOOT_ID", place.boot().toString()),
                Field.of("_HOSTNAME", place.hostName().get()),
                Field.of("_RUNTIME_SCOPE", "system"));
    }

    /** Returns who it is; one that has ended is who it was, where that is known. */
    Sender of(Credentials credentials, long nowUsec) {
        Known before = known.get(credentials);
        if (before != null && nowUsec - before.sinceUsec() < KNOWN_USEC) {
            return before.sender();
        }
        Sender now = ask(credentials, nowUsec);
        Sender sender = now.isAlive() || before == null ? now : before.sender();
        known.put(credentials, new Known(sender, nowUsec));
        if (known.size() > KNOWN_MAX) {
            known.pollFirstEntry();
        }
        return sender;
    }

    /**
     * Returns whose it is, as {@link Sender#account()} says it; nothing is remembered, since
     * whoever connects may be about to become another program.
     */
    int accountOf(Credentials credentials, long nowUsec) {
        Known before = known.get(credentials);
        return (before == null ? ask(credentials, nowUsec) : before.sender()).account();
    }

    private Sender ask(Credentials who, long nowUsec) {
        boolean isThere = isThere(who);
        String cgroup = isThere ? cgroups.of(who.pid()).orElse("") : "";
        SenderPlace where = cgroup.isEmpty() ? SenderPlace.UNKNOWN : SenderPlace.of(cgroup);
        List<Field> fields = new ArrayList<>(machine());
        fields.add(Field.of("_UID", Integer.toUnsignedString(who.uid())));
        fields.add(Field.of("_GID", Integer.toUnsignedString(who.gid())));
        if (who.pid() != 0) {
            fields.add(Field.of("_PID", Integer.toString(who.pid())));
        }
        if (isThere) {
            addProcess(fields, who.pid());
        }
        addKnown(fields, "_SYSTEMD_CGROUP", cgroup);
        addKnown(fields, "_SYSTEMD_SLICE", where.slice());
        addKnown(fields, "_SYSTEMD_UNIT", where.unit());
        addKnown(fields, "_SYSTEMD_USER_SLICE", where.userSlice());
        addKnown(fields, "_SYSTEMD_USER_UNIT", where.userUnit());
        addKnown(fields, "_SYSTEMD_SESSION", where.session());
        addKnown(fields, "_SYSTEMD_OWNER_UID", where.owner());
        Whose whose = whose(who.uid(), where, () -> subordinates.ownerOf(who.uid(), nowUsec));
        return new Sender(
                who.uid(),
                whose.manager(),
                whose.account(),
                where.ruledUnit(),
                ruler(who.uid(), whose.manager(), where),
                List.copyOf(fields),
                !cgroup.isEmpty());
    }

    /**
     * Returns whether the process that has the number now is the sender's. It may have ended, and
     * another's have its number since; and who may name any process names whose he likes.
     */
    private boolean isThere(Credentials who) {
        return who.pid() != 0 && cgroups.users(who.pid()).contains(who.uid());
    }

    /** Returns whose rules hold: a manager's for its user's processes, and those of namespaces. */
    private static String ruler(int uid, String manager, SenderPlace where) {
        boolean isOwners =
                where.owner().equals(manager)
                        || where.owner().equals(Integer.toUnsignedString(uid));
        return isOwners && !where.userUnit().isEmpty() ? where.owner() : "";
    }

    private void addProcess(List<Field> fields, int pid) {
        cgroups.knownName(pid).ifPresent(name -> addKnown(fields, "_COMM", name));
        addKnown(fields, "_CAP_EFFECTIVE", cgroups.effectiveCapabilities(pid));
        cgroups.auditSession(pid).ifPresent(session -> addSet(fields, "_AUDIT_SESSION", session));
        cgroups.loginUser(pid).ifPresent(user -> addSet(fields, "_AUDIT_LOGINUID", user));
    }

    private static void addSet(List<Field> fields, String name, long number) {
        String text = Long.toString(number);
        if (!text.equals(UNSET)) {
            fields.add(Field.of(name, text));
        }
    }

    private static void addKnown(List<Field> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(Field.of(name, value));
        }
    }

    /**
     * Whose what is sent is.
     *
     * @param manager whose log it is
     * @param account who is limited
     */
    record Whose(String manager, int account) {
        private static Whose ofSystem(int account) {
            return new Whose(UnitLog.SYSTEM, account);
        }

        private static Whose ofUser(String number) {
            return new Whose(number, Integer.parseUnsignedInt(number));
        }
    }

    /**
     * Returns whose it is. A number that is no person's is one of a namespace of the slice's owner,
     * or of him to whom it is given: a user has 65,536 of them. Those of whom nobody knows whose
     * they are count as one. What a system account's own manager runs is in that account's log, as
     * is what it prints.
     *
     * @param subordinate to whom the number is given, for those who have to ask
     */
    static Whose whose(int uid, SenderPlace place, Supplier<OptionalInt> subordinate) {
        String number = Integer.toUnsignedString(uid);
        boolean isOwn = place.owner().equals(number) && !place.userUnit().isEmpty();
        if (isOwn) {
            return uid == 0 ? Whose.ofSystem(0) : Whose.ofUser(number);
        }
        if (UserNumbers.isSystems(uid)) {
            return Whose.ofSystem(uid);
        }
        if (UserNumbers.isPersons(uid) || place.owner().equals(number)) {
            return Whose.ofUser(number);
        }
        if (isPersonsNumber(place.owner())) {
            return Whose.ofUser(place.owner());
        }
        OptionalInt owner = subordinate.get();
        if (owner.isEmpty()) {
            return Whose.ofSystem(ForeignDescriptors.STRANGERS);
        }
        return UserNumbers.isSystems(owner.getAsInt())
                ? Whose.ofSystem(owner.getAsInt())
                : Whose.ofUser(Integer.toUnsignedString(owner.getAsInt()));
    }

    private static boolean isPersonsNumber(String owner) {
        return owner.length() > 3 && !owner.startsWith("0") && Long.parseLong(owner) <= NUMBER_MAX;
    }
}
