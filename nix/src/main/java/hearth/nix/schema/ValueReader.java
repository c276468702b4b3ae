package hearth.nix.schema;

import hearth.nix.declaration.Located;
import hearth.nix.declaration.Section;
import hearth.nix.declaration.Value;
import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.option.Candidate;
import hearth.nix.option.Definition;
import hearth.nix.option.ListType;
import hearth.nix.option.Option;
import hearth.nix.option.OptionPlace;
import hearth.nix.option.SetType;
import hearth.nix.packages.Packages;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.Position;
import hearth.nix.value.BoolValue;
import hearth.nix.value.FloatValue;
import hearth.nix.value.IntValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.NullValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Values of the language as what declarations are made of: ordinary texts, with the machine's paths
 * and the places of their definitions.
 */
final class ValueReader {
    private final Evaluation evaluation;
    private final Packages packages;
    private final Findings findings;

    ValueReader(Evaluation evaluation, Packages packages, Findings findings) {
        this.evaluation = evaluation;
        this.packages = packages;
        this.findings = findings;
    }

    /** Returns an option's value where it is defined and true. */
    boolean isTrue(Option option, boolean otherwise) {
        return attempt(
                option,
                otherwise,
                () -> option.isDefined() ? option.value() == BoolValue.TRUE : otherwise);
    }

    /** Returns the text of an option where it is defined, and not null. */
    Optional<Located<String>> text(Option option) {
        return attempt(
                option,
                Optional.empty(),
                () -> {
                    if (!option.isDefined()) {
                        return Optional.empty();
                    }
                    hearth.nix.value.Value value = option.value();
                    Position position = option.definitions().getFirst().position();
                    return value == NullValue.NULL
                            ? Optional.empty()
                            : Optional.of(located(text(value, position), position));
                });
    }

    /** Returns the texts of an option that is a list, each with its definition's place. */
    List<Located<String>> texts(Option option) {
        return attempt(
                option,
                List.of(),
                () -> texts(UnitSchema.TEXTS, option.place(), option.definitions()));
    }

    /** Returns the texts of an option that is a list or a text. */
    List<Located<String>> textOrTexts(Option option) {
        return attempt(
                option,
                List.of(),
                () -> {
                    if (!option.isDefined()) {
                        return List.of();
                    }
                    hearth.nix.value.Value value = option.value();
                    if (value instanceof ListValue) {
                        return texts(UnitSchema.TEXTS, option.place(), option.definitions());
                    }
                    Position position = option.definitions().getFirst().position();
                    String text = text(value, position);
                    return text.isEmpty() ? List.of() : List.of(located(text, position));
                });
    }

    private List<Located<String>> texts(
            ListType type, OptionPlace place, List<Definition> definitions) {
        List<Located<String>> texts = new ArrayList<>();
        for (Definition element : type.elements(place, definitions)) {
            texts.add(located(text(element.value(), element.position()), element.position()));
        }
        return texts;
    }

    /** Returns the texts of a list of anything, lists inside of it included. */
    List<Located<String>> flattened(Option option) {
        return attempt(
                option,
                List.of(),
                () -> {
                    List<Located<String>> texts = new ArrayList<>();
                    if (option.isDefined() && option.value() instanceof ListValue list) {
                        flatten(list, option.definitions().getFirst().position(), texts);
                    }
                    return texts;
                });
    }

    private void flatten(ListValue list, Position position, List<Located<String>> texts) {
        for (Lazy element : list) {
            if (element.force() instanceof ListValue inner) {
                flatten(inner, position, texts);
            } else {
                String bytes = Coercion.loose(evaluation, element.force(), position);
                texts.add(located(resolved(bytes, position), position));
            }
        }
    }

    /** Returns the scalar of an option where it is defined, and not null. */
    Optional<Located<Value.Scalar>> scalar(Option option) {
        return attempt(
                option,
                Optional.empty(),
                () -> {
                    if (!option.isDefined() || option.value() == NullValue.NULL) {
                        return Optional.empty();
                    }
                    Position position = option.definitions().getFirst().position();
                    return Optional.of(located(scalar(option.value(), position), position));
                });
    }

    /** Returns the directives of an option that is a section. */
    Section section(Option option) {
        return attempt(option, Section.EMPTY, () -> section(option.place(), option.definitions()));
    }

    /** Returns the directives of a section; each that is wrong is told, the others are there. */
    Section section(OptionPlace place, List<Definition> definitions) {
        SortedMap<String, Located<Value>> settings = new TreeMap<>();
        SetType type = UnitSchema.SECTION;
        type.candidates(place, definitions)
                .forEach((name, candidates) ->
                        directive(place.child(name), type, candidates)
                                .ifPresent(value -> settings.put(ByteStrings.decode(name), value)));
        return new Section(settings);
    }

    private Optional<Located<Value>> directive(
            OptionPlace place, SetType type, List<Candidate> candidates) {
        return entry(
                place,
                candidates,
                definitions -> {
                    Position position = definitions.getFirst().position();
                    hearth.nix.value.Value value = type.element().merge(place, definitions);
                    return Optional.of(located(directive(value, position), position));
                });
    }

    /** Returns what a name of a set is read as, where something that counts defines it. */
    <T> Optional<T> entry(
            OptionPlace place,
            List<Candidate> candidates,
            Function<List<Definition>, Optional<T>> reader) {
        return findings.attempt(
                place.path(),
                candidates.getFirst().position(),
                Optional.empty(),
                () -> {
                    List<Definition> definitions = Candidate.effective(candidates);
                    return definitions.isEmpty() ? Optional.empty() : reader.apply(definitions);
                });
    }

    /** Returns the variables of an option; what is null is left out. */
    SortedMap<String, Located<String>> variables(Option option, SetType type) {
        SortedMap<String, Located<String>> variables = new TreeMap<>();
        return attempt(
                option,
                variables,
                () -> {
                    type.candidates(option.place(), option.definitions())
                            .forEach((name, candidates) ->
                                    variable(option.place().child(name), type, candidates)
                                            .ifPresent(value ->
                                                    variables.put(
                                                            ByteStrings.decode(name), value)));
                    return variables;
                });
    }

    private Optional<Located<String>> variable(
            OptionPlace place, SetType type, List<Candidate> candidates) {
        return entry(
                place,
                candidates,
                definitions -> {
                    Position position = definitions.getFirst().position();
                    hearth.nix.value.Value value = type.element().merge(place, definitions);
                    return value == NullValue.NULL
                            ? Optional.empty()
                            : Optional.of(located(loose(value, position), position));
                });
    }

    /** Returns the value of a directive. */
    Value directive(hearth.nix.value.Value value, Position position) {
        if (!(value instanceof ListValue list)) {
            return scalar(value, position);
        }
        List<Value.Scalar> elements = new ArrayList<>();
        for (Lazy element : list) {
            elements.add(scalar(element.force(), position));
        }
        return new Value.Many(elements);
    }

    private Value.Scalar scalar(hearth.nix.value.Value value, Position position) {
        if (value instanceof BoolValue bool) {
            return new Value.Bool(bool.isTrue());
        }
        if (value instanceof IntValue(long number)) {
            return new Value.Int(number);
        }
        if (value instanceof FloatValue(double number)) {
            return new Value.Real(number);
        }
        return value == NullValue.NULL ? new Value.Null() : new Value.Text(text(value, position));
    }

    /** Returns the text of a string, a path or a package. */
    String text(hearth.nix.value.Value value, Position position) {
        return resolved(Coercion.plain(value, position), position);
    }

    /** Returns the text of a value that may be a number, too. */
    String loose(hearth.nix.value.Value value, Position position) {
        return resolved(Coercion.loose(evaluation, value, position), position);
    }

    /** Returns something with the place where it is defined. */
    <T> Located<T> located(T value, Position position) {
        return new Located<>(value, findings.place(position));
    }

    private String resolved(String bytes, Position position) {
        return packages.resolve(ByteStrings.decode(bytes), position);
    }

    private <T> T attempt(Option option, T otherwise, Supplier<T> task) {
        return findings.attempt(option.place().path(), option.position(), otherwise, task);
    }
}
