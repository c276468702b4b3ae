package hearth.unit;

import hearth.unit.syntax.CommandWords;
import hearth.unit.syntax.Words;
import hearth.unit.value.CapabilitySet;
import hearth.unit.value.Choices;
import hearth.unit.value.CpuSet;
import hearth.unit.value.EnvironmentSource;
import hearth.unit.value.ManagedDirectory;
import hearth.unit.value.WorkingDirectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;

/** The types of systemd.exec(5) that no other page has, streams and limits apart. */
final class ExecTypes {
    /** Higher than the number of any processor or memory node that Linux can be built for. */
    private static final int MAX_CPU = 8191;

    private static final List<String> FACILITIES =
            List.of(
                    "kern",
                    "user",
                    "mail",
                    "daemon",
                    "auth",
                    "syslog",
                    "lpr",
                    "news",
                    "uucp",
                    "cron",
                    "authpriv",
                    "ftp",
                    "12",
                    "13",
                    "14",
                    "15",
                    "local0",
                    "local1",
                    "local2",
                    "local3",
                    "local4",
                    "local5",
                    "local6",
                    "local7");
    private static final List<String> LEVELS =
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

    /** {@code Environment=}: assignments; the last one of a name counts. */
    static final ValueType<List<String>> ENVIRONMENT =
            new ValueType<>(
                    "environment assignments",
                    ExecTypes::parseAssignments,
                    new Merge<>(Merge.Empty.RESETS, Assignments::new),
                    Wire.list("as", value -> value, word -> Words.quote(Wire.literal(word))));

    /** {@code PassEnvironment=}: names. */
    static final ValueType<List<String>> VARIABLE_NAMES =
            BasicTypes.list(
                    "names of variables",
                    (word, reading) ->
                            reading.resolve(word)
                                    .filter(name ->
                                            isNamedOrWarn(
                                                    CommandWords.isName(name), name, reading)));

    /** {@code UnsetEnvironment=}: names and assignments. */
    static final ValueType<List<String>> NAMES_OR_ASSIGNMENTS =
            BasicTypes.list(
                    "names of variables, or assignments",
                    (word, reading) ->
                            reading.resolve(word)
                                    .filter(text ->
                                            isNamedOrWarn(
                                                    CommandWords.isName(text.split("=", 2)[0]),
                                                    text,
                                                    reading)));

    /** {@code EnvironmentFile=}: one path a line. */
    static final ValueType<List<EnvironmentSource>> ENVIRONMENT_FILES =
            new ValueType<>(
                    "path",
                    ExecTypes::parseEnvironmentFile,
                    Merge.append(),
                    Wire.list(
                            "a(sb)",
                            sources ->
                                    sources.stream()
                                            .map(file -> List.of(file.path(), file.mayBeMissing()))
                                            .toList(),
                            member -> {
                                List<?> fields = (List<?>) member;
                                return ((Boolean) fields.get(1) ? "-" : "")
                                        + Wire.literal(fields.getFirst());
                            }));

    /** {@code WorkingDirectory=}. */
    static final ValueType<WorkingDirectory> WORKING_DIRECTORY =
            new ValueType<>(
                    "path",
                    ExecTypes::parseWorkingDirectory,
                    Merge.assignOrReset(),
                    Wire.scalar(
                            "s",
                            directory ->
                                    (directory.mayBeMissing() ? "!" : "")
                                            + (directory.isHome() ? "~" : directory.path()),
                            Wire::literal));

    /** {@code RuntimeDirectory=} and its like. */
    static final ValueType<List<ManagedDirectory>> DIRECTORIES =
            BasicTypes.listOf(
                    "directories",
                    ExecTypes::parseDirectory,
                    Merge.append(),
                    Wire.list(
                            "as",
                            directories ->
                                    directories.stream().map(ManagedDirectory::path).toList(),
                            word -> Words.quote(Wire.literal(word))));

    /** {@code CapabilityBoundingSet=}. */
    static final ValueType<CapabilitySet> BOUNDING_CAPABILITIES = capabilities(CapabilitySet.ALL);

    /** {@code AmbientCapabilities=}. */
    static final ValueType<CapabilitySet> AMBIENT_CAPABILITIES = capabilities(CapabilitySet.NONE);

    /** {@code CPUAffinity=}, {@code AllowedCPUs=}: numbers and ranges, ascending. */
    static final ValueType<CpuSet> CPUS =
            new ValueType<>(
                    "processor numbers",
                    ExecTypes::parseCpus,
                    new Merge<>(Merge.Empty.RESETS, Cpus::new),
                    Wire.scalar("ay", CpuSet::mask, ExecTypes::ranges));

    /** {@code SystemCallFilter=} and its like: names, all negated by a leading {@code ~}. */
    static final ValueType<Choices> CHOICES =
            new ValueType<>(
                    "names",
                    (text, reading) -> {
                        boolean isAllowed = !text.startsWith("~");
                        List<String> names =
                                BasicTypes.words(isAllowed ? text : text.substring(1), reading);
                        return Optional.of(new Choices(isAllowed, names));
                    },
                    new Merge<>(Merge.Empty.RESETS, ChosenNames::new),
                    Wire.scalar(
                            "(bas)",
                            choices -> List.of(choices.isAllowed(), choices.names()),
                            value -> {
                                List<?> fields = (List<?>) value;
                                List<String> names =
                                        ((List<?>) fields.get(1))
                                                .stream().map(Object::toString).toList();
                                return ((Boolean) fields.getFirst() ? "" : "~")
                                        + String.join(" ", names);
                            }));

    /** {@code SyslogFacility=}: its number. */
    static final ValueType<Integer> FACILITY = named("syslog facility", FACILITIES, 0);

    /** {@code SyslogLevel=}, {@code LogLevelMax=}: its number. */
    static final ValueType<Integer> LEVEL = named("log level", LEVELS, 0);

    /** A span of time in nanoseconds, below two seconds, as far as slack makes sense. */
    static final ValueType<Integer> NANOSECONDS =
            new ValueType<>(
                    "nanoseconds",
                    (text, reading) ->
                            BasicTypes.orWarn(parseNanoseconds(text), text, "a time span", reading),
                    Merge.assign(),
                    Wire.scalar("t", value -> value, Object::toString));

    /** {@code IOSchedulingPriority=} and other small numbers of the kernel. */
    static final ValueType<Integer> PRIORITY_8 =
            BasicTypes.resettable(BasicTypes.integer("i", 0, 7));

    private ExecTypes() {}

    private static Optional<Integer> parseNanoseconds(String text) {
        return BasicTypes.parseLong(text)
                .or(() ->
                        TimeSpan.parse(text)
                                .filter(span -> !span.isInfinite())
                                .filter(span -> span.usec() <= Integer.MAX_VALUE)
                                .map(span -> span.usec() * 1_000))
                .filter(nanoseconds -> nanoseconds >= 0 && nanoseconds <= Integer.MAX_VALUE)
                .map(Long::intValue);
    }

    private static ValueType<CapabilitySet> capabilities(CapabilitySet initial) {
        return new ValueType<>(
                "capabilities",
                ExecTypes::parseCapabilities,
                Merge.folding(Merge.Empty.PARSED, (earlier, later) -> earlier.then(later, initial)),
                Wire.scalar("t", set -> set.alone().bits(), value -> names((Long) value)));
    }

    private static ValueType<Integer> named(String what, List<String> names, int first) {
        return new ValueType<>(
                what,
                (text, reading) -> {
                    int index = names.indexOf(text);
                    Optional<Integer> number =
                            index >= 0
                                    ? Optional.of(index + first)
                                    : BasicTypes.parseLong(text)
                                            .filter(value -> value >= 0 && value < names.size())
                                            .map(Long::intValue);
                    return BasicTypes.orWarn(number, text, "a " + what, reading);
                },
                Merge.assign(),
                Wire.scalar("i", value -> value, Object::toString));
    }

    private static Optional<List<String>> parseAssignments(String text, Reading reading) {
        Assignments assignments = new Assignments();
        for (String word : BasicTypes.words(text, Words.Escapes.DECODED, reading)) {
            reading.resolve(word)
                    .filter(assignment ->
                            isNamedOrWarn(
                                    assignment.indexOf('=') > 0
                                            && CommandWords.isName(assignment.split("=", 2)[0]),
                                    assignment,
                                    reading))
                    .ifPresent(assignments::addOne);
        }
        return assignments.byName.isEmpty() ? Optional.empty() : Optional.of(assignments.total());
    }

    /** The last one of a name counts, at the place of the first. */
    private static final class Assignments implements Merge.Sum<List<String>> {
        private final Map<String, String> byName = new LinkedHashMap<>();

        @Override
        public void add(List<String> assignments) {
            assignments.forEach(this::addOne);
        }

        void addOne(String assignment) {
            byName.put(assignment.substring(0, assignment.indexOf('=')), assignment);
        }

        @Override
        public List<String> total() {
            return List.copyOf(byName.values());
        }
    }

    private static boolean isNamedOrWarn(boolean isNamed, String text, Reading reading) {
        if (!isNamed) {
            reading.warn("'" + text + "' is no variable or assignment, ignored");
        }
        return isNamed;
    }

    private static Optional<List<EnvironmentSource>> parseEnvironmentFile(
            String text, Reading reading) {
        boolean mayBeMissing = text.startsWith("-");
        return reading.resolve(mayBeMissing ? text.substring(1) : text)
                .flatMap(path -> BasicTypes.absolute(path, reading))
                .map(path -> List.of(new EnvironmentSource(path, mayBeMissing)));
    }

    private static Optional<WorkingDirectory> parseWorkingDirectory(String text, Reading reading) {
        boolean mayBeMissing = text.startsWith("-") || text.startsWith("!");
        String path = mayBeMissing ? text.substring(1) : text;
        if (path.equals("~")) {
            return Optional.of(new WorkingDirectory(reading.home(), mayBeMissing, true));
        }
        Optional<String> resolved =
                mayBeMissing ? reading.resolve(path) : reading.resolveOrRefuse(path);
        if (resolved.isPresent() && !resolved.get().startsWith("/") && !mayBeMissing) {
            reading.refuse("'" + resolved.get() + "' is not an absolute path");
            return Optional.empty();
        }
        return resolved.flatMap(plain -> BasicTypes.absolute(plain, reading))
                .map(plain -> new WorkingDirectory(plain, mayBeMissing, false));
    }

    private static Optional<ManagedDirectory> parseDirectory(String word, Reading reading) {
        int colon = word.indexOf(':');
        String source = colon < 0 ? word : word.substring(0, colon);
        Optional<String> path = reading.resolve(source).flatMap(text -> relative(text, reading));
        if (path.isEmpty() || colon < 0) {
            return path.map(plain -> new ManagedDirectory(plain, List.of()));
        }
        return reading.resolve(word.substring(colon + 1))
                .flatMap(text -> relative(text, reading))
                .map(link -> new ManagedDirectory(path.get(), List.of(link)));
    }

    private static Optional<String> relative(String path, Reading reading) {
        String plain = BasicTypes.simplified(path);
        boolean isBad =
                plain.isEmpty()
                        || plain.startsWith("/")
                        || plain.equals("private")
                        || plain.startsWith("private/")
                        || Arrays.asList(plain.split("/", -1)).contains("..");
        if (isBad) {
            reading.warn("'" + path + "' is not a plain relative path, ignored");
        }
        return isBad ? Optional.empty() : Optional.of(plain);
    }

    private static Optional<CapabilitySet> parseCapabilities(String text, Reading reading) {
        boolean isRemoval = text.startsWith("~");
        long bits = 0;
        for (String name : BasicTypes.words(isRemoval ? text.substring(1) : text, reading)) {
            OptionalInt number = CapabilitySet.numberOf(name);
            if (number.isPresent()) {
                bits |= 1L << number.getAsInt();
            } else {
                reading.warn("'" + name + "' is not a capability, ignored");
            }
        }
        return Optional.of(new CapabilitySet(bits, isRemoval));
    }

    private static String names(long bits) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CapabilitySet.known(); i++) {
            if ((bits >> i & 1) == 1) {
                names.add(CapabilitySet.nameOf(i));
            }
        }
        return String.join(" ", names);
    }

    private static Optional<CpuSet> parseCpus(String text, Reading reading) {
        BitSet cpus = new BitSet();
        for (String part : text.split("[ \\t,]+", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            String[] bounds = part.split("-", 2);
            Optional<Long> first = cpu(bounds[0]);
            Optional<Long> last = cpu(bounds[bounds.length - 1]);
            if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
                reading.warn("'" + part + "' is no processor and no range of them, ignored");
                return Optional.empty();
            }
            cpus.set(first.get().intValue(), last.get().intValue() + 1);
        }
        return Optional.of(CpuSet.of(cpus));
    }

    private static Optional<Long> cpu(String text) {
        return BasicTypes.parseLong(text).filter(number -> number >= 0 && number <= MAX_CPU);
    }

    private static final class Cpus implements Merge.Sum<CpuSet> {
        private final BitSet all = new BitSet();

        @Override
        public void add(CpuSet cpus) {
            cpus.addTo(all);
        }

        @Override
        public CpuSet total() {
            return CpuSet.of(all);
        }
    }

    private static String ranges(Object value) {
        byte[] mask = (byte[]) value;
        List<String> numbers = new ArrayList<>();
        for (int cpu = 0; cpu < Math.min(mask.length * 8, MAX_CPU + 1); cpu++) {
            if ((mask[cpu / 8] >> cpu % 8 & 1) == 1) {
                numbers.add(Integer.toString(cpu));
            }
        }
        return String.join(" ", numbers);
    }

    /** Later lines of the same sign add; those of the other sign take away. */
    private static final class ChosenNames implements Merge.Sum<Choices> {
        private final SequencedSet<String> names = new LinkedHashSet<>();
        private boolean isFirst = true;
        private boolean isAllowed;

        @Override
        public void add(Choices choices) {
            if (isFirst) {
                isFirst = false;
                isAllowed = choices.isAllowed();
            }
            if (choices.isAllowed() == isAllowed) {
                names.addAll(choices.names());
            } else {
                choices.names().forEach(names::remove);
            }
        }

        @Override
        public Choices total() {
            return new Choices(isAllowed, List.copyOf(names));
        }
    }
}
