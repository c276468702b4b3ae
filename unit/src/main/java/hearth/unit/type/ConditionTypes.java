package hearth.unit.type;

import hearth.unit.setting.Merge;
import hearth.unit.setting.Property;
import hearth.unit.setting.Reading;
import hearth.unit.setting.ValueType;
import hearth.unit.setting.Wire;
import hearth.unit.value.Condition;
import hearth.unit.value.ConditionKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Conditions and assertions: many spellings, one list; an empty one of any kind empties all of it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     CONDITIONS AND ASSERTS</a>
 */
public final class ConditionTypes {

    /** The list, read in other ways by each spelling. */
    public static final ValueType<List<Condition>> CONDITIONS =
            new ValueType<>(
                    "conditions",
                    (text, reading) -> Optional.empty(),
                    Merge.append(),
                    shownWire("Condition"));

    private ConditionTypes() {}

    /**
     * Returns the two shapes: what clients read, with the result of the last test (0 here: not
     * tested), and what they set.
     *
     * @param prefix {@code Condition} or {@code Assert}
     */
    public static List<Property<List<Condition>>> properties(String prefix) {
        return List.of(
                new Property<>(prefix + "s", shownWire(prefix), Property.Access.LISTED),
                new Property<>(prefix + "s", setWire(prefix), Property.Access.TRANSIENT_ONLY));
    }

    private static Wire<List<Condition>> shownWire(String prefix) {
        return Wire.readOnly(
                "a(sbbsi)",
                conditions ->
                        conditions.stream()
                                .map(condition ->
                                        List.of(
                                                prefix + condition.kind().wireName(),
                                                condition.trigger(),
                                                condition.negated(),
                                                condition.argument(),
                                                0))
                                .toList());
    }

    private static Wire<List<Condition>> setWire(String prefix) {
        return new Wire<>(
                "a(sbbs)",
                conditions -> List.of(),
                (before, value) -> {
                    List<?> members = (List<?>) value;
                    if (members.isEmpty()) {
                        return List.of(prefix + ConditionKind.PATH_EXISTS.wireName() + "=");
                    }
                    return Stream.concat(
                                    before.stream(),
                                    members.stream().map(member -> line(prefix, (List<?>) member)))
                            .toList();
                });
    }

    private static String line(String prefix, List<?> fields) {
        String name = fields.getFirst().toString();
        if (!name.startsWith(prefix)
                || ConditionKind.of(name.substring(prefix.length())).isEmpty()) {
            throw new IllegalArgumentException("no condition: " + name);
        }
        return name
                + "="
                + ((Boolean) fields.get(1) ? "|" : "")
                + ((Boolean) fields.get(2) ? "!" : "")
                + Wire.literal(fields.get(3));
    }

    /** Returns how one kind is read. */
    public static ValueType.Parser<List<Condition>> parser(ConditionKind kind) {
        return (text, reading) -> parse(kind, text, reading).map(List::of);
    }

    private static Optional<Condition> parse(ConditionKind kind, String text, Reading reading) {
        boolean isTrigger = text.startsWith("|");
        String rest = isTrigger ? text.substring(1).stripLeading() : text;
        boolean isNegated = rest.startsWith("!");
        rest = isNegated ? rest.substring(1).stripLeading() : rest;
        Optional<String> argument = reading.resolve(rest);
        if (argument.isPresent() && kind.takesPath()) {
            argument = BasicTypes.absolute(argument.get(), reading);
        }
        return argument.map(plain -> new Condition(kind, isTrigger, isNegated, plain));
    }
}
