package hearth.nix.option;

import hearth.nix.value.Value;
import java.util.List;
import java.util.Optional;

/** What an option may be defined as, and what several definitions mean together. */
public interface OptionType {
    /** Returns what a definition must be, with an article, for messages. */
    String described();

    /** Returns whether a value looks like one of this type; what lies inside is not looked at. */
    boolean accepts(Value value);

    /**
     * Returns what definitions mean together.
     *
     * @param definitions at least one, in their order
     * @throws hearth.nix.source.NixException where one has another type, or they contradict each
     *     other
     */
    Value merge(OptionPlace place, List<Definition> definitions);

    /** Returns the value of an option that nothing defines, where the type has one. */
    default Optional<Value> empty() {
        return Optional.empty();
    }

    /** Checks that all definitions look like this type. */
    default void check(OptionPlace place, List<Definition> definitions) {
        for (Definition definition : definitions) {
            if (!accepts(definition.value())) {
                throw place.unexpected(described(), definition);
            }
        }
    }
}
