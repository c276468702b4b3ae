package hearth.daemon.configuration;

import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LingerLease;
import hearth.unit.time.TimeSpan;
import hearth.unit.time.TimeStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Leases that are declared in {@code linger.d/*.conf}:
 *
 * <pre>
 * [Lease]
 * User=alice bob
 * Reason=the builds
 * Until=2027-01-01
 * </pre>
 *
 * <p>{@code For=} in the place of {@code Until=} counts from when the file was written, as do times
 * that are relative, so that they mean the same at each start.
 */
final class LeaseDropIns {
    /** Where the drop-ins' directories are, by precedence. */
    static final List<Path> DIRECTORIES =
            List.of(Path.of("/etc/hearth"), Path.of("/usr/lib/hearth"));

    private static final String DIRECTORY = "linger.d";

    /** Users that one file names: more are a group's worth. */
    private static final int USERS_MAX = 256;

    /** What {@code For=} is less than, 68 years: whoever says more means a lease without an end. */
    private static final TimeSpan FOR_BOUND = TimeSpan.ofSeconds(Integer.MAX_VALUE);

    private static final Instant LATEST =
            Instant.EPOCH.plus(LeaseEnd.LATEST_USEC, ChronoUnit.MICROS);

    private final Instant now;
    private final Instant written;
    private final Consumer<String> complaints;
    private final Set<String> users = new LinkedHashSet<>();
    private String reason = "";
    private Optional<Instant> end = Optional.empty();

    private LeaseDropIns(Instant now, Instant written, Consumer<String> complaints) {
        this.now = now;
        this.written = written;
        this.complaints = complaints;
    }

    /**
     * Reads all drop-ins.
     *
     * @param complaints told what cannot be understood: file, line, cause; the line is ignored
     */
    static LeaseDeclaration.All read(
            List<Path> directories, Instant now, Consumer<String> complaints) {
        var files = new ConfigurationFiles(complaints);
        var declarations = new ArrayList<LeaseDeclaration>();
        for (Path file : files.dropIns(directories, DIRECTORY)) {
            List<ConfigurationFiles.Assignment> lines = files.read(file);
            var declaration = new LeaseDropIns(now, writtenAt(file, now), complaints);
            lines.forEach(declaration::take);
            declaration.declared(file, !lines.isEmpty()).ifPresent(declarations::add);
        }
        return new LeaseDeclaration.All(declarations, files.isWhole());
    }

    private static Instant writtenAt(Path file, Instant now) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException _) {
            return now; // gone since: it said nothing
        }
    }

    private Optional<LeaseDeclaration> declared(Path file, boolean saysSomething) {
        if (users.isEmpty()) {
            if (saysSomething) {
                complaints.accept(file + ": no User= in a section [Lease], ignored");
            }
            return Optional.empty();
        }
        return Optional.of(
                new LeaseDeclaration(
                        file.toString(),
                        List.copyOf(users),
                        reason,
                        usec(written),
                        end.<LeaseEnd>map(at -> new LeaseEnd.At(usec(at)))
                                .orElse(new LeaseEnd.Never())));
    }

    private static long usec(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    private void take(ConfigurationFiles.Assignment line) {
        if (!line.section().equals("Lease")) {
            say(line, "unknown section [" + line.section() + "], ignored");
            return;
        }
        switch (line.name()) {
            case "User" -> takeUsers(line);
            case "Reason" ->
                    reason =
                            line.value()
                                    .substring(
                                            0,
                                            Math.min(
                                                    line.value().length(), LingerLease.REASON_MAX));
            case "Until" ->
                    takeEnd(line, TimeStamp.parse(line.value(), written, ZoneId.systemDefault()));
            case "For" ->
                    takeEnd(
                            line,
                            TimeSpan.parse(line.value())
                                    .filter(span -> span.compareTo(FOR_BOUND) < 0)
                                    .map(span -> written.plus(span.toDuration())));
            default -> say(line, "unknown setting " + line.name() + "=, ignored");
        }
    }

    private void takeUsers(ConfigurationFiles.Assignment line) {
        for (String user : line.value().strip().split("\\s+", -1)) {
            if (user.isEmpty() || user.startsWith(".") || user.indexOf('/') >= 0) {
                say(line, "'" + user + "' is no user's name, ignored");
            } else if (users.size() == USERS_MAX) {
                say(line, "more than " + USERS_MAX + " users, ignored: " + user);
            } else {
                users.add(user);
            }
        }
    }

    private void takeEnd(ConfigurationFiles.Assignment line, Optional<Instant> said) {
        Optional<Instant> moment = said.filter(at -> !at.isAfter(LATEST));
        if (moment.isEmpty()) {
            say(line, line.name() + "= cannot be '" + line.value() + "', ignored");
        } else {
            end = moment;
            if (!moment.get().isAfter(now)) {
                say(line, "that time is over, so this declares no lease");
            }
        }
    }

    private void say(ConfigurationFiles.Assignment line, String problem) {
        complaints.accept(line.file() + ":" + line.line() + ": " + problem);
    }
}
