package hearth.daemon.world;

import hearth.api.systemd1.world.CgroupStatistic;
import hearth.api.systemd1.world.LogLine;
import hearth.api.systemd1.world.Recorded;
import hearth.api.systemd1.world.UnitProcess;
import hearth.daemon.log.UnitLog;
import hearth.daemon.log.source.LogRecord;
import hearth.daemon.machine.Cgroups;
import hearth.dbus.DescriptorList;
import hearth.dbus.object.Caller;
import hearth.linux.ErrnoException;
import hearth.linux.Linux;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be read of cgroups, processes and logs, in the forms of the bus. */
public final class Observations {
    /** What fields of the log are called on the bus. */
    private static final Map<String, String> FACTS =
            Map.of(
                    "JOB_TYPE",
                    "job",
                    "JOB_RESULT",
                    "result",
                    "MESSAGE_ID",
                    "message-id",
                    LogRecord.SIGNAL,
                    "signal",
                    LogRecord.PROCESSES,
                    "processes");

    private final Linux linux;
    private final Cgroups cgroups;
    private final CommandLines commandLines;
    private final UnitLog log;

    /** Makes a view of the cgroup tree and of one manager's log. */
    public Observations(Linux linux, Cgroups cgroups, CommandLines commandLines, UnitLog log) {
        this.linux = linux;
        this.cgroups = cgroups;
        this.commandLines = commandLines;
        this.log = log;
    }

    /** Returns a number of a cgroup, or {@link CgroupStatistic#UNKNOWN}. */
    public long count(String cgroup, CgroupStatistic statistic) {
        if (cgroup.isEmpty()) {
            return CgroupStatistic.UNKNOWN;
        }
        return switch (statistic) {
            case ID -> cgroups.id(cgroup);
            case MEMORY_CURRENT -> known(cgroups.number(cgroup, "memory.current"));
            case MEMORY_PEAK -> known(cgroups.number(cgroup, "memory.peak"));
            case MEMORY_SWAP_CURRENT -> known(cgroups.number(cgroup, "memory.swap.current"));
            case MEMORY_SWAP_PEAK -> known(cgroups.number(cgroup, "memory.swap.peak"));
            case MEMORY_Z_SWAP_CURRENT -> known(cgroups.number(cgroup, "memory.zswap.current"));
            case CPU_USAGE_NSEC -> cpuNsec(cgroup);
            case TASKS_CURRENT -> known(cgroups.number(cgroup, "pids.current"));
            case IO_READ_BYTES -> io(cgroup, "rbytes");
            case IO_READ_OPERATIONS -> io(cgroup, "rios");
            case IO_WRITE_BYTES -> io(cgroup, "wbytes");
            case IO_WRITE_OPERATIONS -> io(cgroup, "wios");
        };
    }

    private static long known(OptionalLong number) {
        return number.orElse(CgroupStatistic.UNKNOWN);
    }

    private long cpuNsec(String cgroup) {
        OptionalLong usec = cgroups.number(cgroup, "cpu.stat", "usage_usec");
        return usec.isPresent()
                ? TimeUnit.MICROSECONDS.toNanos(usec.getAsLong())
                : CgroupStatistic.UNKNOWN;
    }

    /** Lines such as {@code 8:0 rbytes=4096 wbytes=0 rios=1 wios=0}, one a device. */
    private long io(String cgroup, String key) {
        var text = cgroups.attribute(cgroup, "io.stat");
        if (text.isEmpty()) {
            return CgroupStatistic.UNKNOWN;
        }
        long sum = 0;
        for (String word : text.get().split("\\s+", -1)) {
            if (word.startsWith(key + "=")) {
                sum += Long.parseLong(word.substring(key.length() + 1));
            }
        }
        return sum;
    }

    /** Returns a sealed file in memory; nothing where there is none to be had. */
    public Optional<DescriptorList> memoryFile(String name, byte[] content) {
        var descriptors = linux.descriptors();
        try {
            return Optional.of(
                    DescriptorList.owning(
                            descriptors::closeQuietly, descriptors.sealedMemfd(name, content)));
        } catch (ErrnoException _) {
            return Optional.empty();
        }
    }

    /**
     * Tells the processes in a cgroup and below, at most {@code limit}.
     *
     * @param own processes that are told wherever they are, behind the others
     * @param mailbox where {@code then} is told
     */
    public void processes(
            String cgroup,
            List<Integer> own,
            int limit,
            Executor mailbox,
            Consumer<List<UnitProcess>> then) {
        List<Cgroups.Member> members =
                Stream.concat(
                                cgroups.members(cgroup).stream(),
                                own.stream().flatMap(pid -> elsewhere(cgroup, pid).stream()))
                        .limit(limit)
                        .toList();
        commandLines.read(userOf(cgroup), members, mailbox, then);
    }

    private Optional<Cgroups.Member> elsewhere(String cgroup, int pid) {
        return cgroups.of(pid)
                .filter(place -> !place.equals(cgroup) && !place.startsWith(cgroup + "/"))
                .map(place -> new Cgroups.Member(place, pid));
    }

    /** Returns the part of a cgroup's path that tells one user from another. */
    private static String userOf(String cgroup) {
        int user = cgroup.indexOf("/user-");
        int end = user < 0 ? -1 : cgroup.indexOf('/', user + 1);
        return user < 0 ? cgroup : end < 0 ? cgroup.substring(user) : cgroup.substring(user, end);
    }

    /** Returns the user of a process, where it lives. */
    public OptionalInt ownerOf(int pid) {
        return cgroups.user(pid);
    }

    /** Reads the end of a unit's log; an empty name means the manager's own lines. */
    public void tailLog(
            String unit,
            int lines,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<LogLine>>> then) {
        log.tail(
                unit.isEmpty() ? "-" : unit,
                lines,
                isAwaited,
                found ->
                        then.accept(
                                found.map(all -> all.stream().map(Observations::shown).toList())));
    }

    private static LogLine shown(hearth.daemon.log.LogLine line) {
        return new LogLine(
                line.realtimeUsec(),
                line.monotonicUsec(),
                line.priority(),
                line.source() + ": " + line.text());
    }

    /** Reads the last of what the manager has said of a unit, newest first. */
    public void record(
            String unit,
            int count,
            BooleanSupplier isAwaited,
            Consumer<Optional<List<Recorded>>> then) {
        log.record(unit, count, isAwaited, found -> then.accept(found.map(Observations::recorded)));
    }

    /** Returns what was read of a record, oldest first, in the form of the bus, newest first. */
    public static List<Recorded> recorded(List<hearth.daemon.log.LogLine> lines) {
        return lines.reversed().stream().map(Observations::recorded).toList();
    }

    private static Recorded recorded(hearth.daemon.log.LogLine line) {
        Map<String, String> fields = line.more();
        Map<String, String> facts = new TreeMap<>();
        FACTS.forEach((field, fact) -> {
            String value = fields.get(field);
            if (value != null) {
                facts.put(fact, value);
            }
        });
        return new Recorded(
                line.realtimeUsec(),
                line.unit(),
                line.text(),
                facts,
                CauseText.read(fields.getOrDefault(CauseText.RULE, "")),
                CauseText.read(fields.getOrDefault(CauseText.FIELD, "")));
    }

    /** Returns a client as the cause of what it asks for: nothing is asked that could block. */
    public Cause causeOf(Caller caller) {
        int pid = caller.pid();
        return new Cause.ByClient(
                pid,
                Integer.toUnsignedLong(caller.uid()),
                pid == 0 ? "" : cgroups.knownName(pid).orElse(""),
                pid == 0 ? "" : cgroups.of(pid).map(Observations::unitOf).orElse(""));
    }

    /** Returns the unit of a process: what lies below it in the tree is the unit's own. */
    private static String unitOf(String cgroup) {
        for (String part : cgroup.split("/", -1)) {
            boolean isManager = part.startsWith("user@");
            if (!isManager && (part.endsWith(".service") || part.endsWith(".scope"))) {
                return part;
            }
        }
        return "";
    }
}
