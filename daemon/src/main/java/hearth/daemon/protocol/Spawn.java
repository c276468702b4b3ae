package hearth.daemon.protocol;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.Adjustment;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.PassedDescriptor;
import hearth.daemon.protocol.record.ServiceDirectory;
import hearth.daemon.protocol.record.Stream;
import java.util.List;

/**
 * Starts a process in a new session, with default signals, and no descriptors but the ones named
 * here; answered by Spawned, or by Failed where not even a process could be made. What fails in the
 * process ends it with the exit status of systemd.exec(5).
 *
 * <p>The hand adds SYSTEMD_EXEC_PID, LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES and JOURNAL_STREAM to
 * the environment.
 *
 * @param process the brain's name for it, unique for this hand
 * @param role "main", "control", ...: for the brain, kept over its end
 * @param cgroup already made; empty: the hand's own
 * @param executable absolute, or a name looked for in "searchPath"
 * @param searchPath directories separated by ":"
 * @param arguments from argv[0] on; at least one
 * @param environment complete: "A=b"
 * @param workingDirectory absolute
 * @param workingDirectoryOptional one that is missing is "/" instead
 * @param user name or number, empty: the hand's own; another one fails as for any unprivileged
 *     manager
 * @param group name or number, empty: the user's
 * @param groups supplementary ones to change to; empty: unchanged
 * @param affinity cpu mask, bit 0 of byte 0 first; empty: unchanged
 * @param reportExecution send Executed
 */
public record Spawn(
        long process,
        String unit,
        String role,
        String cgroup,
        String executable,
        String searchPath,
        List<String> arguments,
        List<String> environment,
        String workingDirectory,
        boolean workingDirectoryOptional,
        int umask,
        String user,
        String group,
        List<String> groups,
        List<Limit> limits,
        List<Adjustment> adjustments,
        Bytes affinity,
        Stream input,
        Stream output,
        Stream error,
        List<PassedDescriptor> passed,
        List<ServiceDirectory> directories,
        boolean reportExecution)
        implements HandOrder {
    static final int NUMBER = 0x0330;

    /** Copies the lists. */
    public Spawn {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        groups = List.copyOf(groups);
        limits = List.copyOf(limits);
        adjustments = List.copyOf(adjustments);
        passed = List.copyOf(passed);
        directories = List.copyOf(directories);
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void writeTo(BodyWriter out) {
        out.u64(process);
        out.text(unit);
        out.text(role);
        out.text(cgroup);
        out.text(executable);
        out.text(searchPath);
        out.list(arguments, BodyWriter::text);
        out.list(environment, BodyWriter::text);
        out.text(workingDirectory);
        out.bool(workingDirectoryOptional);
        out.u32(umask);
        out.text(user);
        out.text(group);
        out.list(groups, BodyWriter::text);
        out.list(limits, (writer, item) -> item.writeTo(writer));
        out.list(adjustments, (writer, item) -> item.writeTo(writer));
        out.blob(affinity);
        input.writeTo(out);
        output.writeTo(out);
        error.writeTo(out);
        out.list(passed, (writer, item) -> item.writeTo(writer));
        out.list(directories, (writer, item) -> item.writeTo(writer));
        out.bool(reportExecution);
    }

    static Spawn read(BodyReader in) {
        return new Spawn(
                in.u64(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.list(BodyReader::text),
                in.list(BodyReader::text),
                in.text(),
                in.bool(),
                in.u32(),
                in.text(),
                in.text(),
                in.list(BodyReader::text),
                in.list(Limit::read),
                in.list(Adjustment::read),
                in.blob(),
                Stream.read(in),
                Stream.read(in),
                Stream.read(in),
                in.list(PassedDescriptor::read),
                in.list(ServiceDirectory::read),
                in.bool());
    }
}
