package hearth.cli.systemd.option;

import java.util.List;
import java.util.Optional;

/**
 * A command line that has been read.
 *
 * @param words what is no option, in its order
 * @param given the options, in their order
 */
public record Arguments(List<String> words, List<Given> given) {
    /**
     * An option that was given.
     *
     * @param name its long name
     * @param value what it was given; nothing where it takes nothing
     */
    public record Given(String name, Optional<String> value) {}

    /** Copies the lists. */
    public Arguments {
        words = List.copyOf(words);
        given = List.copyOf(given);
    }

    /** Returns whether an option was given. */
    public boolean has(String name) {
        return given.stream().anyMatch(option -> option.name().equals(name));
    }

    /** Returns all that an option was given. */
    public List<String> values(String name) {
        return given.stream()
                .filter(option -> option.name().equals(name))
                .flatMap(option -> option.value().stream())
                .toList();
    }

    /** Returns what an option was given last. */
    public Optional<String> value(String name) {
        List<String> all = values(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Returns the words, separated by commas, of all that an option was given. */
    public List<String> list(String name) {
        return values(name).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
