package hearth.cli.command.top;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What units are sorted by: the largest figure first, then those without one, each by name. */
public enum Order {
    /** Processor time. */
    CPU('c'),
    /** Memory. */
    MEMORY('m'),
    /** Tasks. */
    TASKS('t'),
    /** Restarts. */
    RESTARTS('r'),
    /** Name. */
    NAME('n');

    private static final Comparator<Usage> BY_NAME =
            Comparator.comparing((Usage it) -> it.reading().unit().unit())
                    .thenComparing(it -> it.reading().unit().user());

    private final char key;

    Order(char key) {
        this.key = key;
    }

    /** A figure of a reading. */
    private interface Figure {
        OptionalLong of(Reading reading);
    }

    private static Comparator<Usage> largest(Figure figure) {
        return (one, other) ->
                Long.compare(
                        figure.of(other.reading()).orElse(-1), figure.of(one.reading()).orElse(-1));
    }

    /** Returns its word on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the order of that word; nothing where there is none. */
    public static Optional<Order> of(String word) {
        return Stream.of(values()).filter(order -> order.word().equals(word)).findFirst();
    }

    /** Returns the order that a key means; nothing where it means none. */
    static Optional<Order> ofKey(int key) {
        return Stream.of(values()).filter(order -> order.key == key).findFirst();
    }

    /** Returns which unit comes before which. */
    Comparator<Usage> comparator() {
        return switch (this) {
            case CPU ->
                    Comparator.comparingDouble((Usage it) -> -it.cpuPercent().orElse(-1))
                            .thenComparing(BY_NAME);
            case MEMORY -> largest(Reading::memoryBytes).thenComparing(BY_NAME);
            case TASKS -> largest(Reading::tasks).thenComparing(BY_NAME);
            case RESTARTS -> largest(Reading::restarts).thenComparing(BY_NAME);
            case NAME -> BY_NAME;
        };
    }
}
