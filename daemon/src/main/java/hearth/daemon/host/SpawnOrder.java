package hearth.daemon.host;

import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.Adjustment;
import hearth.daemon.protocol.record.AdjustmentKind;
import hearth.daemon.protocol.record.Limit;
import hearth.daemon.protocol.record.PassedDescriptor;
import hearth.daemon.protocol.record.Stream;
import hearth.daemon.protocol.record.StreamKind;
import hearth.manager.host.Effect;
import hearth.manager.host.PassedSocket;
import hearth.unit.Specifiers;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.value.exec.CapabilitySet;
import hearth.unit.value.exec.InputStream;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.exec.WorkingDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A unit's settings as an order to start a process.
 *
 * <p>What an unprivileged manager cannot do is asked for all the same: the kernel refuses it, and
 * the process ends with the status that systemd.exec(5) has for the step.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.exec.5.html">systemd.exec(5)</a>
 */
final class SpawnOrder {
    /** The search path of a unit that sets none, as systemd's. */
    private static final String SEARCH_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** What descriptors are called that are a standard stream and have no other name. */
    private static final String STDIN = "stdin";

    private static final String STDOUT = "stdout";
    private static final String STDERR = "stderr";

    private static final int ENOENT = 2;
    private static final int EINVAL = 22;

    private static final int RESET_ON_FORK = 0x4000_0000;
    private static final int IO_CLASS_SHIFT = 13;

    /** RLIMIT_* by setting. */
    private static final Map<Setting<ResourceLimit>, Integer> RESOURCES =
            Map.ofEntries(
                    Map.entry(ExecSettings.LIMIT_CPU, 0),
                    Map.entry(ExecSettings.LIMIT_FSIZE, 1),
                    Map.entry(ExecSettings.LIMIT_DATA, 2),
                    Map.entry(ExecSettings.LIMIT_STACK, 3),
                    Map.entry(ExecSettings.LIMIT_CORE, 4),
                    Map.entry(ExecSettings.LIMIT_RSS, 5),
                    Map.entry(ExecSettings.LIMIT_NPROC, 6),
                    Map.entry(ExecSettings.LIMIT_NOFILE, 7),
                    Map.entry(ExecSettings.LIMIT_MEMLOCK, 8),
                    Map.entry(ExecSettings.LIMIT_AS, 9),
                    Map.entry(ExecSettings.LIMIT_LOCKS, 10),
                    Map.entry(ExecSettings.LIMIT_SIGPENDING, 11),
                    Map.entry(ExecSettings.LIMIT_MSGQUEUE, 12),
                    Map.entry(ExecSettings.LIMIT_NICE, 13),
                    Map.entry(ExecSettings.LIMIT_RTPRIO, 14),
                    Map.entry(ExecSettings.LIMIT_RTTIME, 15));

    private final Effect.Spawn effect;
    private final Settings settings;
    private final Common common;
    private final List<String> stored;

    /**
     * What all processes of a manager have in common.
     *
     * @param user what the hand has said about itself
     * @param bases below which units' own directories are
     * @param notifySocket where processes notify their manager
     * @param oomScoreAdjust of processes whose unit says nothing
     */
    record Common(
            HandEvent.HandWelcome user,
            Specifiers.Directories bases,
            String notifySocket,
            int oomScoreAdjust) {}

    /**
     * Makes an order.
     *
     * @param stored names of what the unit has stored, which is attached last
     */
    SpawnOrder(Effect.Spawn effect, Common common, List<String> stored) {
        this.effect = effect;
        this.stored = stored;
        this.settings = effect.context().settings();
        this.common = common;
    }

    /**
     * Returns the complete environment.
     *
     * @param ofFiles what {@code EnvironmentFile=} says, later files winning
     */
    Map<String, String> environment(Map<String, String> ofFiles) {
        var environment = new LinkedHashMap<>(effect.context().environment());
        searchPath().ifPresent(path -> environment.put("PATH", path));
        environment.putAll(ofFiles);
        environment.putAll(effect.context().spoken());
        ServiceDirectories.addVariables(environment, settings, common.bases());
        if (effect.context().isNotifyWanted()) {
            environment.put("NOTIFY_SOCKET", common.notifySocket());
        }
        settings.get(ExecSettings.UNSET_ENVIRONMENT).forEach(word -> unset(environment, word));
        return environment;
    }

    /** Returns what {@code ExecSearchPath=} makes of a path that the unit itself does not set. */
    private Optional<String> searchPath() {
        List<String> directories = settings.get(ExecSettings.EXEC_SEARCH_PATH);
        boolean isSet =
                settings.get(ExecSettings.PASS_ENVIRONMENT).contains("PATH")
                        || settings.get(ExecSettings.ENVIRONMENT).stream()
                                .anyMatch(assignment -> assignment.startsWith("PATH="));
        return directories.isEmpty() || isSet
                ? Optional.empty()
                : Optional.of(String.join(":", directories));
    }

    /** Takes a variable away: by name, or only where it has exactly this value. */
    private static void unset(Map<String, String> environment, String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            environment.remove(word);
        } else {
            environment.remove(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    /**
     * Returns the order.
     *
     * @param arguments with variables expanded; at least one
     * @param attached descriptors that are standard streams whatever the settings say, then what is
     *     stored
     */
    Spawn toSpawn(List<String> arguments, Map<String, String> environment, Attachments attached) {
        HandEvent.HandWelcome user = common.user();
        int behind = attached.descriptors().length;
        WorkingDirectory directory = settings.get(ExecSettings.WORKING_DIRECTORY);
        List<String> searchPath = settings.get(ExecSettings.EXEC_SEARCH_PATH);
        return new Spawn(
                effect.token(),
                effect.unit(),
                effect.role().wireName(),
                effect.cgroup(),
                effect.command().path(),
                searchPath.isEmpty() ? SEARCH_PATH : String.join(":", searchPath),
                arguments,
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                directory.isHome() || directory.path().isEmpty() ? user.home() : directory.path(),
                directory.mayBeMissing() || directory.path().isEmpty(),
                settings.isSet(ExecSettings.UMASK)
                        ? settings.get(ExecSettings.UMASK)
                        : user.umask(),
                identity(ExecSettings.USER, user.user(), user.uid()),
                identity(ExecSettings.GROUP, "", user.gid()),
                settings.get(ExecSettings.SUPPLEMENTARY_GROUPS),
                limits(),
                adjustments(),
                Bytes.of(settings.get(ExecSettings.CPU_AFFINITY).mask()),
                attachedOr(attached.input(), input(behind)),
                attachedOr(
                        attached.output(),
                        output(settings.get(ExecSettings.STANDARD_OUTPUT), STDOUT, behind)),
                attachedOr(
                        attached.error(),
                        output(settings.get(ExecSettings.STANDARD_ERROR), STDERR, behind)),
                passed(behind),
                ServiceDirectories.toMake(settings, common.bases()),
                !effect.context().isControl());
    }

    /** A descriptor that a stream is to be, and that nobody passes. */
    record MissingDescriptor(int error, String message) {}

    /** Returns what a standard stream lacks: a socket, or what has a name. */
    Optional<MissingDescriptor> missingDescriptor() {
        if (isSocketStream() && sockets().size() != 1) {
            return Optional.of(
                    new MissingDescriptor(
                            EINVAL,
                            sockets().isEmpty() ? "Got no socket." : "Got more than one socket."));
        }
        boolean isNamed =
                isNamed(settings.get(ExecSettings.STANDARD_INPUT))
                        && isNamed(settings.get(ExecSettings.STANDARD_OUTPUT), STDOUT)
                        && isNamed(settings.get(ExecSettings.STANDARD_ERROR), STDERR);
        return isNamed
                ? Optional.empty()
                : Optional.of(
                        new MissingDescriptor(ENOENT, "Failed to load a named file descriptor"));
    }

    private boolean isNamed(InputStream input) {
        return !(input instanceof InputStream.Descriptor(String name)) || indexOf(name, STDIN) >= 0;
    }

    private boolean isNamed(OutputStream output, String own) {
        return !(output instanceof OutputStream.Descriptor(String name)) || indexOf(name, own) >= 0;
    }

    /** Returns which of what is passed has a name, sockets first; negative where none has. */
    private int indexOf(String name, String own) {
        List<String> names = new ArrayList<>();
        sockets().forEach(socket -> names.add(socket.name()));
        names.addAll(stored);
        return names.indexOf(name.isEmpty() ? own : name);
    }

    private List<PassedSocket> sockets() {
        return effect.context().sockets();
    }

    /** Returns whether the one socket is a standard stream, and is not passed beside. */
    private boolean isSocketStream() {
        return settings.get(ExecSettings.STANDARD_INPUT) instanceof InputStream.Socket
                || settings.get(ExecSettings.STANDARD_OUTPUT) instanceof OutputStream.Socket
                || settings.get(ExecSettings.STANDARD_ERROR) instanceof OutputStream.Socket;
    }

    /** Returns what the hand is to attach of what it keeps, before the order; mostly nothing. */
    Optional<ListenOrder.AttachKept> attachKept() {
        return sockets().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ListenOrder.AttachKept(
                                effect.token(),
                                sockets().stream().map(PassedSocket::kept).toList(),
                                !isSocketStream() && settings.get(ServiceSettings.NON_BLOCKING)));
    }

    /**
     * Returns what is passed from 3 on.
     *
     * @param behind index of the first descriptor that the hand attaches itself
     */
    private List<PassedDescriptor> passed(int behind) {
        List<PassedDescriptor> passed = new ArrayList<>();
        for (int i = 0; i < sockets().size() && !isSocketStream(); i++) {
            passed.add(new PassedDescriptor(attached(behind, i), sockets().get(i).name()));
        }
        for (int i = 0; i < stored.size() && !isSocketStream(); i++) {
            passed.add(new PassedDescriptor(attached(behind, sockets().size() + i), stored.get(i)));
        }
        return passed;
    }

    /**
     * Returns what {@code StandardInputText=} and {@code StandardInputData=} say, where the process
     * is to read it: {@code StandardInput=data} needn't be written beside them.
     */
    Optional<byte[]> inputData() {
        byte[] data = settings.get(ExecSettings.STANDARD_INPUT_DATA);
        boolean isWanted =
                switch (settings.get(ExecSettings.STANDARD_INPUT)) {
                    case InputStream.Data _ -> true;
                    case InputStream.Null _ -> data.length > 0;
                    case InputStream.Tty _,
                            InputStream.Socket _,
                            InputStream.Descriptor _,
                            InputStream.File _ ->
                            false;
                };
        return isWanted ? Optional.of(data) : Optional.empty();
    }

    /** Returns whom to become; nothing for whom the process is anyway. */
    private String identity(Setting<String> setting, String ownName, int ownNumber) {
        String wanted = settings.get(setting);
        boolean isOwn =
                wanted.equals(ownName) || wanted.equals(Integer.toUnsignedString(ownNumber));
        return isOwn ? "" : wanted;
    }

    private List<Limit> limits() {
        var limits = new ArrayList<Limit>();
        RESOURCES.forEach((setting, resource) -> {
            if (settings.isSet(setting)) {
                ResourceLimit limit = settings.get(setting);
                limits.add(new Limit(resource, limit.soft(), limit.hard()));
            }
        });
        return limits;
    }

    private List<Adjustment> adjustments() {
        var adjustments = new ArrayList<Adjustment>();
        add(adjustments, AdjustmentKind.NICE, ExecSettings.NICE);
        adjustments.add(
                new Adjustment(
                        AdjustmentKind.OOM_SCORE,
                        settings.isSet(ExecSettings.OOM_SCORE_ADJUST)
                                ? settings.get(ExecSettings.OOM_SCORE_ADJUST)
                                : common.oomScoreAdjust()));
        add(adjustments, AdjustmentKind.TIMER_SLACK, ExecSettings.TIMER_SLACK_N_SEC);
        addScheduling(adjustments);
        if (settings.get(ExecSettings.NO_NEW_PRIVILEGES)) {
            adjustments.add(new Adjustment(AdjustmentKind.NO_NEW_PRIVILEGES, 1));
        }
        addCapabilities(
                adjustments,
                AdjustmentKind.CAPABILITY_BOUNDING_SET,
                ExecSettings.CAPABILITY_BOUNDING_SET);
        addCapabilities(
                adjustments,
                AdjustmentKind.AMBIENT_CAPABILITIES,
                ExecSettings.AMBIENT_CAPABILITIES);
        adjustments.add(
                new Adjustment(
                        AdjustmentKind.IGNORE_SIGPIPE,
                        settings.get(ExecSettings.IGNORE_SIGPIPE) ? 1 : 0));
        return adjustments;
    }

    private void add(
            Collection<Adjustment> adjustments, AdjustmentKind kind, Setting<Integer> setting) {
        if (settings.isSet(setting)) {
            adjustments.add(new Adjustment(kind, settings.get(setting)));
        }
    }

    private void addScheduling(Collection<Adjustment> adjustments) {
        if (settings.isSet(ExecSettings.CPU_SCHEDULING_POLICY)) {
            boolean resets = settings.get(ExecSettings.CPU_SCHEDULING_RESET_ON_FORK);
            adjustments.add(
                    new Adjustment(
                            AdjustmentKind.CPU_POLICY,
                            settings.get(ExecSettings.CPU_SCHEDULING_POLICY).number()
                                    | (resets ? RESET_ON_FORK : 0)));
            adjustments.add(
                    new Adjustment(
                            AdjustmentKind.CPU_PRIORITY,
                            settings.isSet(ExecSettings.CPU_SCHEDULING_PRIORITY)
                                    ? settings.get(ExecSettings.CPU_SCHEDULING_PRIORITY)
                                    : settings.get(ExecSettings.CPU_SCHEDULING_POLICY)
                                            .lowestPriority()));
        }
        boolean setsIo =
                settings.isSet(ExecSettings.IO_SCHEDULING_CLASS)
                        || settings.isSet(ExecSettings.IO_SCHEDULING_PRIORITY);
        if (setsIo) {
            int priorityClass = settings.get(ExecSettings.IO_SCHEDULING_CLASS).number();
            adjustments.add(
                    new Adjustment(
                            AdjustmentKind.IO_PRIORITY,
                            (long) priorityClass << IO_CLASS_SHIFT
                                    | settings.get(ExecSettings.IO_SCHEDULING_PRIORITY)));
        }
    }

    private void addCapabilities(
            Collection<Adjustment> adjustments,
            AdjustmentKind kind,
            Setting<CapabilitySet> setting) {
        if (settings.isSet(setting)) {
            adjustments.add(new Adjustment(kind, settings.get(setting).alone().bits()));
        }
    }

    private static Stream attachedOr(OptionalInt index, Stream otherwise) {
        return index.isPresent()
                ? new Stream(StreamKind.DESCRIPTOR, "", index.getAsInt())
                : otherwise;
    }

    private Stream input(int behind) {
        return switch (settings.get(ExecSettings.STANDARD_INPUT)) {
            case InputStream.Null _, InputStream.Data _ -> of(StreamKind.NOTHING);
            case InputStream.Socket _ -> socket(behind, 0);
            case InputStream.Descriptor(String name) -> socket(behind, indexOf(name, STDIN));
            case InputStream.Tty _ -> terminal();
            case InputStream.File(String path) -> new Stream(StreamKind.READ, path, 0);
        };
    }

    private Stream output(OutputStream output, String own, int behind) {
        return switch (output) {
            case OutputStream.Inherit _ -> of(StreamKind.SAME);
            case OutputStream.Null _ -> of(StreamKind.NOTHING);
            case OutputStream.Tty _ -> terminal();
            case OutputStream.Journal _, OutputStream.KernelLog _ -> of(StreamKind.LOG);
            case OutputStream.Socket _ -> socket(behind, 0);
            case OutputStream.Descriptor(String name) -> socket(behind, indexOf(name, own));
            case OutputStream.File(String path, OutputStream.Opening opening) ->
                    new Stream(
                            switch (opening) {
                                case OVERWRITE -> StreamKind.OVERWRITE;
                                case APPEND -> StreamKind.APPEND;
                                case TRUNCATE -> StreamKind.TRUNCATE;
                            },
                            path,
                            0);
        };
    }

    private Stream socket(int behind, int index) {
        return new Stream(StreamKind.DESCRIPTOR, "", attached(behind, index));
    }

    /** Sockets, which the hand attaches, are behind all others; what is stored is before them. */
    private int attached(int behind, int index) {
        int count = sockets().size();
        return index < count ? behind + index : behind - stored.size() + index - count;
    }

    private Stream terminal() {
        String path = settings.get(ExecSettings.TTY_PATH);
        return new Stream(StreamKind.TERMINAL, path.isEmpty() ? "/dev/console" : path, 0);
    }

    private static Stream of(StreamKind kind) {
        return new Stream(kind, "", 0);
    }
}
