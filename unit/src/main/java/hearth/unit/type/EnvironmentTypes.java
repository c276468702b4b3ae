package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.syntax.CommandWords;
import hearth.unit.syntax.Words;
import hearth.unit.value.exec.EnvironmentSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The types of the variables that a process of systemd.exec(5) has. */
public final class EnvironmentTypes {
    /** {@code Environment=}: assignments; the last one of a name counts. */
    public static final ValueType<List<String>> ENVIRONMENT =
            new ValueType<>(
                    "environment assignments",
                    EnvironmentTypes::parseAssignments,
                    new Merge<>(Merge.Empty.RESETS, Assignments::new),
                    Wire.list("as", value -> value, word -> Words.quote(Wire.literal(word))));

    /** {@code PassEnvironment=}: names. */
    public static final ValueType<List<String>> VARIABLE_NAMES =
            distinct(
                    "names of variables",
                    (word, reading) ->
                            reading.resolve(word)
                                    .filter(name ->
                                            isNamedOrWarn(
                                                    CommandWords.isName(name), name, reading)));

    /** {@code UnsetEnvironment=}: names and assignments. */
    public static final ValueType<List<String>> NAMES_OR_ASSIGNMENTS =
            distinct(
                    "names of variables, or assignments",
                    (word, reading) ->
                            reading.resolve(word)
                                    .filter(text ->
                                            isNamedOrWarn(
                                                    CommandWords.isName(text.split("=", 2)[0]),
                                                    text,
                                                    reading)));

    /** {@code EnvironmentFile=}: one path a line. */
    public static final ValueType<List<EnvironmentSource>> ENVIRONMENT_FILES =
            new ValueType<>(
                    "path",
                    EnvironmentTypes::parseEnvironmentFile,
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

    private EnvironmentTypes() {}

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

    /** Returns the type of a list of words in which each stands once, where it was first. */
    private static ValueType<List<String>> distinct(
            String name, BasicTypes.WordParser<String> parser) {
        ValueType<List<String>> words = BasicTypes.list(name, parser);
        return new ValueType<>(
                name,
                (text, reading) ->
                        words.parser()
                                .parse(text, reading)
                                .map(all -> List.copyOf(new LinkedHashSet<>(all))),
                new Merge<>(Merge.Empty.RESETS, DistinctWords::new),
                words.wire());
    }

    private static final class DistinctWords implements Merge.Sum<List<String>> {
        private final SequencedSet<String> words = new LinkedHashSet<>();

        @Override
        public void add(List<String> more) {
            words.addAll(more);
        }

        @Override
        public List<String> total() {
            return List.copyOf(words);
        }
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
}
