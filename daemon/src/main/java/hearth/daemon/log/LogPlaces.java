package hearth.daemon.log;

import hearth.daemon.machine.Machine;
import hearth.daemon.machine.Reason;
import hearth.journal.Id128;
import hearth.linux.Linux;
import hearth.unit.Specifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds where log files lie: where journald has them, so that its readers find them, but where a
 * journald serves, whose files they would be.
 */
public final class LogPlaces {
    /** Where logs of the machine lay, and do where a journald serves. */
    public static final Path MACHINE_LOGS = Path.of("/var/log/hearth");

    /** Below which journald has files, the lasting ones first. */
    private static final List<Path> ROOTS =
            List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));

    /** Users look for their files there; which ones they may read, each file says. */
    private static final Set<PosixFilePermission> OPEN_TO_ALL =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private final Linux linux;
    private final Machine machine;
    private final Consumer<String> complaints;

    /**
     * Makes one.
     *
     * @param complaints told what the administrator should know
     */
    public LogPlaces(Linux linux, Machine machine, Consumer<String> complaints) {
        this.linux = linux;
        this.machine = machine;
        this.complaints = complaints;
    }

    /**
     * Returns where files are written from now on; their directory is there.
     *
     * @param logs {@link #MACHINE_LOGS}, or what takes its place where not all of a machine is
     *     served
     * @param isJournaldThere whether journald's files are its own
     */
    public LogPlace of(Path logs, boolean isJournaldThere) {
        Specifiers.Host host = machine.specifiers();
        Id128 machineId = host.machineId().flatMap(Id128::parse).orElse(Id128.NULL);
        Id128 boot = host.bootId().flatMap(Id128::parse).orElse(Id128.NULL);
        boolean isWanted =
                logs.equals(MACHINE_LOGS) && !machineId.equals(Id128.NULL) && !isJournaldThere;
        Optional<Path> shared = isWanted ? shared(machineId.toString()) : Optional.empty();
        return new LogPlace(
                shared.orElse(logs),
                Optional.of(logs),
                shared.isPresent()
                        ? LogSharing.byAccessList(linux.filesystem())
                        : LogSharing.none(),
                machineId,
                boot,
                () -> machine.specifiers().hostName());
    }

    /** Makes the directory of a machine's journals; nothing where that cannot be. */
    private Optional<Path> shared(String machineId) {
        for (Path root : ROOTS) {
            Path directory = root.resolve(machineId);
            try {
                make(root);
                make(directory);
                if (Files.isWritable(directory)) {
                    return Optional.of(directory);
                }
            } catch (IOException e) {
                complaints.accept(directory + " cannot be made: " + Reason.of(e));
            }
        }
        return Optional.empty();
    }

    private static void make(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(directory);
            // Set where it must be: that would take away the group that its parent hands on.
            if (!Files.getPosixFilePermissions(directory).containsAll(OPEN_TO_ALL)) {
                Files.setPosixFilePermissions(directory, OPEN_TO_ALL);
            }
        }
    }
}
