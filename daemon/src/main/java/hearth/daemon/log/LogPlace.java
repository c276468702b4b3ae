package hearth.daemon.log;

import hearth.journal.Id128;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where log files lie, and what all their entries say.
 *
 * @param directory where they lie; root's
 * @param earlier where an earlier version had its own kind of files; nothing where there are none
 * @param sharing how a user comes to read the own file
 * @param machine the machine's id
 * @param boot the present boot
 * @param hostName the host's name now
 */
public record LogPlace(
        Path directory,
        Optional<Path> earlier,
        LogSharing sharing,
        Id128 machine,
        Id128 boot,
        Supplier<String> hostName) {}
