package hearth.daemon.login;

import hearth.api.login1.Processes;
import hearth.daemon.brain.Brain;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.machine.NameLookups;
import hearth.daemon.mailbox.Mailbox;
import hearth.login.Restored;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.user.UserRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What an earlier brain has left in login's state files, with what has become of it since. */
public final class LoginRecovery {
    /** What the kernel says of a process that no login has put into an audit session. */
    private static final long NO_AUDIT_SESSION = 0xffff_ffffL;

    /** How the name of a session's FIFO ends. */
    private static final String FIFO = ".ref";

    private static final long UID_MAX = 0xffff_ffffL;

    /** A record of all the leases that a user can have, with the longest texts, and more. */
    private static final int RECORD_BYTES_MAX = 128 << 10;

    private final Brain brain;
    private final Mailbox mailbox;
    private final LoginInstance.Directories directories;
    private final SystemOrders orders;
    private final Consumer<Restored> then;
    private final List<Restored.RestoredUser> users = new ArrayList<>();

    private LoginRecovery(
            Brain brain,
            Mailbox mailbox,
            LoginInstance.Directories directories,
            SystemOrders orders,
            Consumer<Restored> then) {
        this.brain = brain;
        this.directories = directories;
        this.mailbox = mailbox;
        this.orders = orders;
        this.then = then;
    }

    /**
     * Reads the state files, asks who their users are and which of their units are up, and tells
     * what was found in the mailbox.
     *
     * @param orders those of the login that is to be; begun when {@code then} is told
     * @param declared who lingers by drop-ins
     */
    public static void read(
            Brain brain,
            Mailbox mailbox,
            LoginInstance.Directories directories,
            SystemOrders orders,
            LeaseDeclaration.All declared,
            Consumer<Restored> then) {
        var recovery = new LoginRecovery(brain, mailbox, directories, orders, then);
        brain.rootFiles()
                .of("login")
                .execute(() -> {
                    for (String name : List.of("users", "sessions", "seats", "inhibit")) {
                        Path directory = directories.run().resolve(name);
                        StateFiles.removeUnfinished(directory, brain.complaints()::say);
                    }
                    StateFiles.removeUnfinished(directories.leases(), brain.complaints()::say);
                    Map<String, String> userFiles = texts(directories.run().resolve("users"));
                    Path sessions = directories.run().resolve("sessions");
                    Map<String, String> sessionFiles = texts(sessions);
                    removeLeftFifos(sessions, sessionFiles.keySet(), brain);
                    Path inhibitors = directories.run().resolve("inhibit");
                    Map<String, String> inhibitorFiles = texts(inhibitors);
                    var lingering =
                            new Restored.Lingering(
                                    lingering(directories.linger()),
                                    records(directories.leases(), brain),
                                    declared,
                                    brain.machine().boot());
                    var found = new Found(sessionFiles, lingering, inhibitorFiles);
                    mailbox.execute(
                            () -> recovery.next(new ArrayDeque<>(userFiles.entrySet()), found));
                });
    }

    /**
     * What was found besides users.
     *
     * @param sessions texts of files by name, as {@code inhibitors}
     * @param lingering who lingers, and why
     */
    private record Found(
            Map<String, String> sessions,
            Restored.Lingering lingering,
            Map<String, String> inhibitors) {}

    /** Where there is no such directory, nobody has removed a file from it. */
    private static Optional<Set<String>> lingering(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            var names = new HashSet<String>();
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            return Optional.of(names);
        } catch (IOException | DirectoryIteratorException _) {
            return Optional.empty(); // it is said where it is watched
        }
    }

    private static Map<String, String> records(Path directory, Brain brain) {
        var records = new TreeMap<String, String>();
        for (String name : names(directory)) {
            Path file = directory.resolve(name);
            if (!name.startsWith(".")) {
                try {
                    records.put(name, record(file));
                } catch (IOException e) {
                    brain.complaints().say(file + " cannot be read: " + e.getMessage());
                }
            }
        }
        return records;
    }

    /** What is no text has lines all the same, and those that are may count. */
    private static String record(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(RECORD_BYTES_MAX + 1);
            if (bytes.length > RECORD_BYTES_MAX) {
                throw new IOException("it is longer than " + RECORD_BYTES_MAX + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> texts(Path directory) {
        var texts = new TreeMap<String, String>();
        for (String name : names(directory)) {
            if (!name.startsWith(".") && !name.endsWith(FIFO)) {
                try {
                    texts.put(name, Files.readString(directory.resolve(name)));
                } catch (IOException _) {
                    // gone, or never whole: nothing to take over
                }
            }
        }
        return texts;
    }

    /** The state file goes first: a brain that died then has left its FIFO. */
    private static void removeLeftFifos(Path directory, Set<String> files, Brain brain) {
        for (String name : names(directory)) {
            boolean isLeft =
                    name.endsWith(FIFO)
                            && !files.contains(name.substring(0, name.length() - FIFO.length()));
            if (isLeft) {
                try {
                    Files.deleteIfExists(directory.resolve(name));
                } catch (IOException e) {
                    brain.complaints().say("cannot remove " + name + ": " + e.getMessage());
                }
            }
        }
    }

    private static List<String> names(Path directory) {
        var names = new ArrayList<String>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        } catch (IOException _) {
            // nobody was here
        }
        return names;
    }

    /** Asks for one user after the other, then tells. */
    private void next(Deque<Map.Entry<String, String>> files, Found found) {
        Map.Entry<String, String> file = files.poll();
        if (file == null) {
            orders.begin(up ->
                    then.accept(
                            new Restored(
                                    users(up),
                                    sessions(found.sessions(), up),
                                    found.lingering(),
                                    found.inhibitors())));
            return;
        }
        if (!isUid(file.getKey())) {
            next(files, found);
            return;
        }
        int uid = Integer.parseUnsignedInt(file.getKey());
        brain.names()
                .user(
                        uid,
                        mailbox,
                        answer -> {
                            add(uid, file.getValue(), answer);
                            next(files, found);
                        });
    }

    private static boolean isUid(String name) {
        return name.matches("[0-9]{1,10}") && Long.parseLong(name) <= UID_MAX;
    }

    private void add(int uid, String text, NameLookups.Answer answer) {
        long unsigned = Integer.toUnsignedLong(uid);
        UserRecord record =
                answer instanceof NameLookups.Answer.Found(var user, String _)
                        ? new UserRecord(
                                unsigned,
                                Integer.toUnsignedLong(user.gid()),
                                user.name(),
                                user.home())
                        : new UserRecord(unsigned, unsigned, field(text, "NAME"), "/");
        users.add(new Restored.RestoredUser(record, text, false));
    }

    private List<Restored.RestoredUser> users(Set<String> up) {
        return users.stream()
                .map(user ->
                        new Restored.RestoredUser(
                                user.record(),
                                user.text(),
                                up.contains("user@" + user.record().uid() + ".service")))
                .toList();
    }

    private List<Restored.RestoredSession> sessions(Map<String, String> files, Set<String> up) {
        var sessions = new ArrayList<Restored.RestoredSession>();
        files.forEach((id, text) -> sessions.add(session(id, text, up)));
        return sessions;
    }

    private Restored.RestoredSession session(String id, String text, Set<String> up) {
        String uid = field(text, "UID");
        String cgroup = "/user.slice/user-" + uid + ".slice/session-" + id + ".scope";
        String leader = field(text, "LEADER");
        boolean leaderAlive =
                leader.matches("[0-9]{1,9}")
                        && brain.cgroups()
                                .of(Integer.parseInt(leader))
                                .filter(cgroup::equals)
                                .isPresent();
        boolean fifoHeld = Files.exists(directories.run().resolve("sessions").resolve(id + FIFO));
        return new Restored.RestoredSession(
                id, text, up.contains("session-" + id + ".scope"), leaderAlive, fifoHeld);
    }

    private static String field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    /** Returns what the kernel says about a process; nothing where there is none. */
    public static Optional<Processes.Facts> facts(Cgroups cgroups, int pid) {
        return cgroups.of(pid)
                .map(cgroup -> new Processes.Facts(cgroup, auditSession(cgroups, pid)));
    }

    private static OptionalLong auditSession(Cgroups cgroups, int pid) {
        OptionalLong session = cgroups.auditSession(pid);
        return session.isPresent() && session.getAsLong() != NO_AUDIT_SESSION
                ? session
                : OptionalLong.empty();
    }
}
