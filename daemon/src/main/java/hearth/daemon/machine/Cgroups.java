package hearth.daemon.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The cgroup tree and the processes in it, for reading.
 *
 * <p>These are files of the kernel: reading them never waits for a disk or a server, and they
 * cannot be links or FIFOs, even below a user's own cgroup. So every thread may, mailboxes too.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cgroup-v2</a>
 */
public final class Cgroups {
    /** Processes told of one cgroup: what a listing can show; a fork bomb has more. */
    private static final int PROCESSES_MAX = 16_384;

    /** Cgroups looked at below one: a user may nest as many as the kernel lets them. */
    private static final int CGROUPS_MAX = 4_096;

    /** Bytes of a command line that are shown. */
    private static final int COMMAND_LINE_BYTES_MAX = 4_096;

    /** What the line of a process's status begins with that has its effective capabilities. */
    private static final String CAPABILITIES = "CapEff:";

    /** What the lines of a process's status begin with that have which signals it handles. */
    private static final List<String> HANDLED = List.of("SigBlk:", "SigIgn:", "SigCgt:");

    /** What most of the kernel's own files begin with; a unit's cgroup never does. */
    private static final List<String> KERNEL_FILES =
            List.of("cgroup.", "cpu.", "cpuset.", "memory.", "io.", "pids.");

    private final String root;
    private final Path proc;
    private final ScatteredProcesses scattered;

    /**
     * Makes a view of the tree.
     *
     * @param root where it is mounted, without a slash at its end; empty where there is none
     */
    public Cgroups(String root) {
        this(root, Path.of("/proc"));
    }

    /**
     * Makes a view of the tree.
     *
     * @param proc where the kernel tells of processes
     */
    public Cgroups(String root, Path proc) {
        this.root = root;
        this.proc = proc;
        scattered = new ScatteredProcesses(proc, this::parent);
    }

    /** A process and the cgroup it is in, from the machine's root. */
    public record Member(String cgroup, int pid) {}

    /** Returns whether there is a tree. */
    public boolean isThere() {
        return !root.isEmpty();
    }

    /**
     * What is started in a cgroup carries this invocation from now on: where there is no tree, what
     * is of it is told by that.
     */
    public void begin(String cgroup, String invocationId) {
        if (root.isEmpty() && !cgroup.isEmpty() && !invocationId.isEmpty()) {
            scattered.begin(cgroup, invocationId);
        }
    }

    /** Nothing is in a cgroup any more. */
    public void end(String cgroup) {
        scattered.end(cgroup);
    }

    /**
     * Returns the cgroup of a process, such as {@code /init.scope}: where there is no tree, its
     * unit's. Nothing where it is gone.
     */
    public Optional<String> of(int pid) {
        Optional<String> named = root.isEmpty() ? scattered.of(pid) : Optional.empty();
        return named.isPresent() ? named : told(pid);
    }

    private Optional<String> told(int pid) {
        return text(proc.resolve(pid + "/cgroup"))
                .flatMap(text ->
                        text.lines()
                                .filter(line -> line.startsWith("0::"))
                                .map(line -> line.substring("0::".length()))
                                .findFirst());
    }

    /** Returns the processes of a cgroup and of those below it; the cgroup's own come first. */
    public List<Member> members(String cgroup) {
        if (root.isEmpty()) {
            return scattered.members(cgroup, PROCESSES_MAX);
        }
        var members = new ArrayList<Member>();
        for (String at : withThoseBelow(cgroup)) {
            attribute(at, "cgroup.procs")
                    .ifPresent(text -> text.lines().forEach(line -> add(members, at, line)));
            if (members.size() >= PROCESSES_MAX) {
                break;
            }
        }
        return members;
    }

    /**
     * Returns some processes of a cgroup and of those below it, for people: at most so many, after
     * a look at as many cgroups. A user can nest thousands, and others wait meanwhile.
     */
    public List<Member> someMembers(String cgroup, int most) {
        if (root.isEmpty()) {
            return scattered.members(cgroup, most);
        }
        var members = new ArrayList<Member>();
        var open = new ArrayDeque<String>(List.of(cgroup));
        for (int looked = 0; looked < most && members.size() < most && !open.isEmpty(); looked++) {
            String at = open.removeFirst();
            attribute(at, "cgroup.procs")
                    .ifPresent(text -> text.lines().forEach(line -> add(members, at, line)));
            if (open.size() < most) {
                open.addAll(below(at, most));
            }
        }
        return members.subList(0, Math.min(most, members.size()));
    }

    private static void add(List<Member> members, String cgroup, String line) {
        if (members.size() < PROCESSES_MAX && !line.equals("0")) {
            members.add(new Member(cgroup, Integer.parseInt(line)));
        }
    }

    /** Returns whether a cgroup or one below it has processes. */
    public boolean isPopulated(String cgroup) {
        return attribute(cgroup, "cgroup.events")
                .map(text -> text.lines().anyMatch("populated 1"::equals))
                .orElse(false);
    }

    /**
     * Returns by which cgroups the processes of one are frozen: itself and those above it.
     *
     * @param top where to stop; it isn't looked at
     */
    public List<String> frozenBy(String cgroup, String top) {
        var found = new ArrayList<String>();
        // One look is enough for nearly every cgroup: the kernel tells it of the whole way down.
        boolean isFrozen =
                attribute(cgroup, "cgroup.events")
                        .map(text -> text.lines().anyMatch("frozen 1"::equals))
                        .orElse(false);
        for (String at = cgroup;
                isFrozen && at.length() > top.length() && at.startsWith(top);
                at = at.substring(0, Math.max(0, at.lastIndexOf('/')))) {
            if (attribute(at, "cgroup.freeze")
                    .filter(text -> text.strip().equals("1"))
                    .isPresent()) {
                found.add(at);
            }
        }
        return found;
    }

    /** Returns whether there is such a cgroup. */
    public boolean exists(String cgroup) {
        return !root.isEmpty() && Files.isDirectory(path(cgroup));
    }

    /** Returns the cgroups below one, it first; parents come before what is in them. */
    public List<String> withThoseBelow(String cgroup) {
        var found = new ArrayList<String>();
        var open = new ArrayDeque<String>(List.of(cgroup));
        while (!open.isEmpty() && found.size() < CGROUPS_MAX) {
            String at = open.removeFirst();
            found.add(at);
            open.addAll(below(at));
        }
        return found;
    }

    /** Returns the cgroups in one, without what is in them. */
    public List<String> below(String cgroup) {
        return below(cgroup, CGROUPS_MAX);
    }

    private List<String> below(String cgroup, int most) {
        var found = new ArrayList<String>();
        if (root.isEmpty()) {
            return found; // else it would be all of the machine's directories that are looked at
        }
        try (DirectoryStream<Path> below =
                Files.newDirectoryStream(path(cgroup), Cgroups::isCgroup)) {
            String prefix = cgroup.equals("/") ? "/" : cgroup + "/";
            for (Path child : below) {
                found.add(prefix + child.getFileName());
                if (found.size() == most) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // gone meanwhile
        }
        return found;
    }

    /** Asks the kernel only about what may be one: a cgroup has thirty files. */
    private static boolean isCgroup(Path child) {
        String name = String.valueOf(child.getFileName());
        for (String prefix : KERNEL_FILES) {
            if (name.startsWith(prefix)) {
                return false;
            }
        }
        return Files.isDirectory(child);
    }

    /** Returns the text of an attribute; nothing where the cgroup or its controller is missing. */
    public Optional<String> attribute(String cgroup, String name) {
        return root.isEmpty() ? Optional.empty() : text(path(cgroup).resolve(name));
    }

    /** Returns an attribute that is one number; {@code max} is no number. */
    public OptionalLong number(String cgroup, String name) {
        return attribute(cgroup, name).map(Cgroups::toNumber).orElse(OptionalLong.empty());
    }

    /** Returns one number of an attribute with lines of names and numbers, such as cpu.stat. */
    public OptionalLong number(String cgroup, String name, String key) {
        return attribute(cgroup, name)
                .flatMap(text ->
                        text.lines()
                                .filter(line -> line.startsWith(key + " "))
                                .map(line -> toNumber(line.substring(key.length())))
                                .findFirst())
                .orElse(OptionalLong.empty());
    }

    /** Returns the inode of a cgroup, which is its id; 0 where it is gone. */
    public long id(String cgroup) {
        try {
            return root.isEmpty() ? 0 : (long) Files.getAttribute(path(cgroup), "unix:ino");
        } catch (IOException _) {
            return 0;
        }
    }

    private static OptionalLong toNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }

    private Path path(String cgroup) {
        return Path.of(root + cgroup);
    }

    /** Returns a process's arguments with blanks between, or its name in brackets. */
    public String commandLine(int pid) {
        String arguments;
        try {
            arguments =
                    CommandLineText.ofArguments(
                            KernelFile.beginning(
                                    proc.resolve(pid + "/cmdline"), CommandLineText.BYTES_MAX));
        } catch (IOException _) {
            arguments = "";
        }
        if (arguments.isEmpty()) {
            return "[" + name(pid) + "]";
        }
        return arguments.length() > COMMAND_LINE_BYTES_MAX
                ? arguments.substring(0, COMMAND_LINE_BYTES_MAX)
                : arguments;
    }

    /** Returns the name the kernel has for a process; a question mark where it is gone. */
    public String name(int pid) {
        return knownName(pid).orElse("?");
    }

    /** Returns the name the kernel has for a process; nothing where it is gone. */
    public Optional<String> knownName(int pid) {
        return bytes(proc.resolve(pid + "/comm"))
                .map(name -> CommandLineText.ofName(withoutNewline(name)));
    }

    /** Returns the user whose login a process belongs to; nothing where the kernel has none. */
    public OptionalLong loginUser(int pid) {
        return text(proc.resolve(pid + "/loginuid"))
                .map(Cgroups::toNumber)
                .orElse(OptionalLong.empty());
    }

    /** Returns a process's effective capabilities in hexadecimal digits; empty where it is gone. */
    public String effectiveCapabilities(int pid) {
        return text(proc.resolve(pid + "/status"))
                .flatMap(status ->
                        status.lines().filter(line -> line.startsWith(CAPABILITIES)).findFirst())
                .map(line -> Long.toHexString(mask(line)))
                .orElse("");
    }

    private static byte[] withoutNewline(byte[] line) {
        boolean isThere = line.length > 0 && line[line.length - 1] == '\n';
        return isThere ? Arrays.copyOf(line, line.length - 1) : line;
    }

    /** Returns the parent of a process; 0 where it is gone. */
    public int parent(int pid) {
        return statusNumber(pid, "PPid:").orElse(0);
    }

    /** Returns the real user of a process; nothing where it is gone. */
    public OptionalInt user(int pid) {
        return statusNumber(pid, "Uid:");
    }

    /** Returns the users of a process: real, effective, saved, of files; none where it is gone. */
    public List<Integer> users(int pid) {
        return statusLine(pid, "Uid:")
                .map(line ->
                        Arrays.stream(line.strip().split("\\s+"))
                                .map(Integer::parseUnsignedInt)
                                .toList())
                .orElse(List.of());
    }

    /** Returns what keeps a process from going on. */
    public Halt halt(int pid) {
        String state =
                text(proc.resolve(pid + "/status"))
                        .flatMap(text ->
                                text.lines()
                                        .filter(line -> line.startsWith("State:\t"))
                                        .findFirst())
                        .map(line -> line.substring("State:\t".length()))
                        .orElse("");
        if (state.isEmpty() || state.startsWith("Z") || state.startsWith("X")) {
            return Halt.GONE;
        }
        if (state.startsWith("T") || state.startsWith("t")) {
            return Halt.STOPPED;
        }
        if (of(pid).filter(cgroup -> !frozenBy(cgroup, "").isEmpty()).isPresent()) {
            return Halt.FROZEN;
        }
        return state.startsWith("R") ? Halt.NOTHING : Halt.WAITING;
    }

    /**
     * Returns whether a process has something else done with a signal than what the kernel does: it
     * catches it, ignores it, or keeps it to read it. One that is gone has.
     */
    public boolean handles(int pid, int signal) {
        long bit = 1L << (signal - 1);
        return text(proc.resolve(pid + "/status"))
                .map(status ->
                        status.lines()
                                .filter(line -> HANDLED.stream().anyMatch(line::startsWith))
                                .anyMatch(line -> (mask(line) & bit) != 0))
                .orElse(true);
    }

    private static long mask(String line) {
        try {
            return Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16);
        } catch (NumberFormatException _) {
            return 0; // the kernel writes a number
        }
    }

    /** Returns the audit session of a process; nothing where the kernel has none. */
    public OptionalLong auditSession(int pid) {
        return text(proc.resolve(pid + "/sessionid"))
                .map(Cgroups::toNumber)
                .orElse(OptionalLong.empty());
    }

    private OptionalInt statusNumber(int pid, String key) {
        return statusLine(pid, key)
                .map(line ->
                        OptionalInt.of(Integer.parseUnsignedInt(line.strip().split("\\s+", 2)[0])))
                .orElse(OptionalInt.empty());
    }

    private Optional<String> statusLine(int pid, String key) {
        return text(proc.resolve(pid + "/status"))
                .flatMap(text ->
                        text.lines()
                                .filter(one -> one.startsWith(key))
                                .map(one -> one.substring(key.length()))
                                .findFirst());
    }

    private static Optional<String> text(Path file) {
        return bytes(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(KernelFile.bytes(file));
        } catch (IOException _) {
            return Optional.empty(); // gone, or its controller isn't there
        }
    }
}
