package hearth.daemon.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;

/**
 * Which processes are of which unit where there is no cgroup tree. A cgroup's path is only a name
 * then: in it are those that carry the {@code INVOCATION_ID} of what was last started there, and
 * their descendants. Hands go by the same rule. Who drops the variable and is adopted gets away.
 *
 * <p>Of one user's manager without root, which is that user: an environment is that user's to read.
 * Any thread may call.
 */
final class ScatteredProcesses {
    /** Bytes of an environment that are looked at. */
    private static final int ENVIRONMENT_BYTES_MAX = 128 << 10;

    /** Parents that are asked of one process: a user decides how deep processes lie. */
    private static final int PARENTS_MAX = 64;

    private static final String SEPARATOR = "\0";
    private static final String VARIABLE = "INVOCATION_ID=";

    private final Path proc;
    private final IntUnaryOperator parents;
    private final Map<String, String> cgroups = new ConcurrentHashMap<>(); // by invocation
    private final Map<String, String> invocations = new ConcurrentHashMap<>(); // by cgroup

    /**
     * Makes a view of nothing.
     *
     * @param proc where the kernel tells of processes
     * @param parents tells the parent of a process; 0 where it is gone
     */
    ScatteredProcesses(Path proc, IntUnaryOperator parents) {
        this.proc = proc;
        this.parents = parents;
    }

    /** What is started in a cgroup carries this from now on. */
    void begin(String cgroup, String invocationId) {
        Optional.ofNullable(invocations.put(cgroup, invocationId)).ifPresent(cgroups::remove);
        cgroups.put(invocationId, cgroup);
    }

    /** Nothing is in a cgroup any more. */
    void end(String cgroup) {
        Optional.ofNullable(invocations.remove(cgroup)).ifPresent(cgroups::remove);
    }

    /** Returns the cgroup of a process; nothing where it is gone, or a stranger's. */
    Optional<String> of(int pid) {
        return new Look().at(pid);
    }

    /** One look: at each process once, however many have it as their parent. */
    private final class Look {
        private final Map<Integer, Optional<String>> known = new HashMap<>();
        private final ByteBuffer environment = ByteBuffer.allocate(ENVIRONMENT_BYTES_MAX);

        Optional<String> at(int pid) {
            var way = new ArrayList<Integer>();
            Optional<String> found = Optional.empty();
            int at = pid;
            while (found.isEmpty() && at > 1 && way.size() < PARENTS_MAX) {
                Optional<String> before = known.get(at);
                if (before != null) {
                    found = before;
                    break;
                }
                way.add(at);
                found = invocation(at).map(cgroups::get);
                at = parents.applyAsInt(at);
            }
            for (int one : way) {
                known.put(one, found);
            }
            return found;
        }

        private Optional<String> invocation(int pid) {
            try {
                KernelFile.readBeginning(proc.resolve(pid + "/environ"), environment);
            } catch (IOException _) {
                return Optional.empty(); // gone, or another user's
            }
            String text =
                    SEPARATOR
                            + new String(
                                    environment.array(),
                                    0,
                                    environment.limit(),
                                    StandardCharsets.ISO_8859_1);
            int variable = text.indexOf(SEPARATOR + VARIABLE);
            if (variable < 0) {
                return Optional.empty();
            }
            int begin = variable + SEPARATOR.length() + VARIABLE.length();
            int end = text.indexOf(SEPARATOR, begin);
            return Optional.of(text.substring(begin, end < 0 ? text.length() : end));
        }
    }

    /**
     * Returns processes of a cgroup and of those below it, in the order in which /proc has them.
     */
    List<Cgroups.Member> members(String cgroup, int most) {
        var members = new ArrayList<Cgroups.Member>();
        if (cgroups.isEmpty()) {
            return members;
        }
        String below = cgroup.equals("/") ? "/" : cgroup + "/";
        var look = new Look();
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(proc, ScatteredProcesses::isProcess)) {
            for (Path process : processes) {
                int pid = Integer.parseInt(String.valueOf(process.getFileName()));
                look.at(pid)
                        .filter(at -> at.equals(cgroup) || at.startsWith(below))
                        .ifPresent(at -> members.add(new Cgroups.Member(at, pid)));
                if (members.size() == most) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // what has been found is there
        }
        return members;
    }

    private static boolean isProcess(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
