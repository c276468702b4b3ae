package hearth.unit.value.resource;

/** A bound on something of which the machine has so much. */
public sealed interface Amount {
    /** No bound. */
    Amount INFINITY = new Infinite();

    /** No bound. */
    record Infinite() implements Amount {}

    /**
     * So much.
     *
     * @param count bytes or tasks
     */
    record Count(long count) implements Amount {}

    /**
     * A part of what the machine has.
     *
     * @param permyriad hundredths of a percent, 0 to 10000
     */
    record Fraction(int permyriad) implements Amount {}
}
