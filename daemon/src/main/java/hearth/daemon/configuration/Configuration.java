package hearth.daemon.configuration;

import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LingerPolicy;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import hearth.unit.syntax.UnitFile;
import hearth.unit.time.TimeSpan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the administrator has configured.
 *
 * @param isPresentAsSystemd whether {@code /run/systemd/system} is made, so that clients believe in
 *     systemd
 * @param systemBusMessageBytes the largest message on the system bus that is read
 * @param takesLogs whether programs may send what they log, where nobody else takes it
 * @param login what {@code logind.conf} says
 * @param leases who lingers by drop-ins
 * @param lingerPolicy who may linger
 */
public record Configuration(
        boolean isPresentAsSystemd,
        int systemBusMessageBytes,
        boolean takesLogs,
        LoginSettings login,
        LeaseDeclaration.All leases,
        LingerPolicy lingerPolicy) {
    private static final List<Path> LOGIND_DIRECTORIES =
            List.of(
                    Path.of("/etc/systemd"),
                    Path.of("/run/systemd"),
                    Path.of("/usr/local/lib/systemd"),
                    Path.of("/usr/lib/systemd"));

    private static final Path HEARTH_CONF = Path.of("/etc/hearth/hearth.conf");

    /** What is read of a message on the system bus: the largest sensible call is far smaller. */
    private static final int MESSAGE_BYTES = 1 << 20;

    /** Below this a session could not be made any more. */
    private static final int MESSAGE_BYTES_LEAST = 64 << 10;

    /** The reference bus passes on no larger ones. */
    private static final int MESSAGE_BYTES_MOST = 32 << 20;

    private static final int PERCENT = 100;
    private static final long BYTES_PER_INODE = 4_096;

    /**
     * Reads the machine's configuration.
     *
     * @param killUserProcesses the build's default
     * @param memoryBytes physical memory, for sizes in percent
     * @param now after which a declared lease has to end
     * @param complaints told what cannot be understood: file, line, cause; the line is ignored
     */
    public static Configuration read(
            boolean killUserProcesses, long memoryBytes, Instant now, Consumer<String> complaints) {
        var files = new ConfigurationFiles(complaints);
        Own own = own(HEARTH_CONF, complaints);
        return new Configuration(
                own.isPresentAsSystemd(),
                own.systemBusMessageBytes(),
                own.takesLogs(),
                login(
                        files.read(LOGIND_DIRECTORIES, "logind.conf"),
                        LoginSettings.defaults(killUserProcesses, memoryBytes),
                        memoryBytes,
                        complaints),
                LeaseDropIns.read(LeaseDropIns.DIRECTORIES, now, complaints),
                LingerPolicyFile.read(LeaseDropIns.DIRECTORIES, complaints));
    }

    /**
     * What {@code hearth.conf} says.
     *
     * @param isPresentAsSystemd whether programs are to believe that systemd runs
     * @param systemBusMessageBytes the largest message on the system bus that is read
     * @param takesLogs whether the sockets of journald and of syslog are served
     */
    record Own(boolean isPresentAsSystemd, int systemBusMessageBytes, boolean takesLogs) {
        static final Own DEFAULTS = new Own(false, MESSAGE_BYTES, true);
    }

    /**
     * Reads {@code hearth.conf}: lines {@code name=value}, sections and comments as in systemd's.
     */
    static Own own(Path file, Consumer<String> complaints) {
        Own own = Own.DEFAULTS;
        try {
            // its settings need no section
            UnitFile content = UnitFile.parse("[Hearth]\n" + Files.readString(file));
            for (UnitFile.Directive line : content.directives()) {
                own = own(own, line, problem -> complaints.accept(at(file, line) + problem));
            }
        } catch (NoSuchFileException _) {
            // the defaults hold
        } catch (IOException e) {
            complaints.accept(file + " cannot be read: " + e.getMessage());
        }
        return own;
    }

    private static Own own(Own before, UnitFile.Directive line, Consumer<String> complaints) {
        switch (line.name()) {
            case "present-as-systemd" -> {
                Optional<Boolean> value = toBoolean(line.value());
                if (value.isPresent()) {
                    return new Own(value.get(), before.systemBusMessageBytes(), before.takesLogs());
                }
                complaints.accept("not yes or no: " + line.value());
            }
            case "system-bus-message-max" -> {
                Optional<Long> value = Line.bytes(line.value());
                if (value.isPresent()
                        && value.get() >= MESSAGE_BYTES_LEAST
                        && value.get() <= MESSAGE_BYTES_MOST) {
                    return new Own(
                            before.isPresentAsSystemd(),
                            value.get().intValue(),
                            before.takesLogs());
                }
                complaints.accept("not a size from 64K to 32M: " + line.value());
            }
            case "log-sockets" -> {
                Optional<Boolean> value = toBoolean(line.value());
                if (value.isPresent()) {
                    return new Own(
                            before.isPresentAsSystemd(),
                            before.systemBusMessageBytes(),
                            value.get());
                }
                complaints.accept("not yes or no: " + line.value());
            }
            default -> complaints.accept("unknown setting " + line.name());
        }
        return before;
    }

    private static String at(Path file, UnitFile.Directive line) {
        return file + ":" + (line.line() - 1) + ": ";
    }

    static LoginSettings login(
            List<ConfigurationFiles.Assignment> assignments,
            LoginSettings defaults,
            long memoryBytes,
            Consumer<String> complaints) {
        LoginSettings settings = defaults;
        for (ConfigurationFiles.Assignment assignment : assignments) {
            if (assignment.section().equals("Login")) {
                settings = new Line(assignment, memoryBytes, complaints).applyTo(settings);
            }
        }
        return settings;
    }

    /** One line of logind.conf. */
    private record Line(
            ConfigurationFiles.Assignment assignment,
            long memoryBytes,
            Consumer<String> complaints) {

        LoginSettings applyTo(LoginSettings s) {
            return switch (assignment.name()) {
                case "KillUserProcesses" ->
                        change(s, Configuration::toBoolean, s::withKillUserProcesses);
                case "KillOnlyUsers" -> change(s, Line::names, s::withKillOnlyUsers);
                case "KillExcludeUsers" -> change(s, Line::names, s::withKillExcludeUsers);
                case "UserStopDelaySec" -> change(s, Line::delay, s::withUserStopDelay);
                case "RuntimeDirectorySize" ->
                        change(
                                s,
                                this::size,
                                value ->
                                        s.withRuntimeDirectory(
                                                value,
                                                new Configured<>(
                                                        value.value() / BYTES_PER_INODE,
                                                        value.origin())));
                case "RuntimeDirectoryInodesMax" ->
                        change(
                                s,
                                Line::count,
                                value -> s.withRuntimeDirectory(s.runtimeDirectorySize(), value));
                case "SessionsMax" -> change(s, Line::count, s::withSessionsMax);
                case "InhibitorsMax" -> change(s, Line::count, s::withInhibitorsMax);
                case "RemoveIPC" -> change(s, Configuration::toBoolean, s::withRemoveIpc);
                default -> s; // about seats, power and lids: nothing that is done here
            };
        }

        private <T> LoginSettings change(
                LoginSettings before,
                Function<String, Optional<T>> parser,
                Function<Configured<T>, LoginSettings> change) {
            Optional<T> value = parser.apply(assignment.value());
            if (value.isEmpty()) {
                complaints.accept(
                        "%s:%d: %s= cannot be '%s', ignored"
                                .formatted(
                                        assignment.file(),
                                        assignment.line(),
                                        assignment.name(),
                                        assignment.value()));
                return before;
            }
            return change.apply(
                    new Configured<>(
                            value.get(),
                            new Configured.FromFile(assignment.file(), assignment.line())));
        }

        private static Optional<List<String>> names(String text) {
            return Optional.of(text.isBlank() ? List.of() : List.of(text.strip().split("\\s+")));
        }

        /** Returns the delay, which is itself nothing where it never ends. */
        private static Optional<Optional<Duration>> delay(String text) {
            Optional<TimeSpan> span = TimeSpan.parse(text);
            if (span.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    span.get().isInfinite()
                            ? Optional.empty()
                            : Optional.of(span.get().toDuration()));
        }

        private static Optional<Long> count(String text) {
            return text.matches("[0-9]{1,18}")
                    ? Optional.of(Long.parseLong(text))
                    : Optional.empty();
        }

        private Optional<Long> size(String text) {
            if (text.matches("[0-9]{1,3}%")) {
                long percent = Long.parseLong(text.substring(0, text.length() - 1));
                return percent <= PERCENT
                        ? Optional.of(memoryBytes / PERCENT * percent)
                        : Optional.empty();
            }
            return bytes(text);
        }

        private static Optional<Long> bytes(String text) {
            if (!text.matches("[0-9]{1,15}[KMGT]?")) {
                return Optional.empty();
            }
            int shift = "KMGT".indexOf(text.charAt(text.length() - 1)) + 1;
            String digits = shift == 0 ? text : text.substring(0, text.length() - 1);
            return Optional.of(Long.parseLong(digits) << (10 * shift));
        }
    }

    static Optional<Boolean> toBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "1", "yes", "y", "true", "t", "on" -> Optional.of(true);
            case "0", "no", "n", "false", "f", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
