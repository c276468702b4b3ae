package hearth.api.systemd1.world;

import java.util.OptionalInt;

/**
 * Descriptors that a client gives to a transient service as its standard streams; whoever has this
 * record closes them.
 *
 * @param input {@code StandardInputFileDescriptor}
 * @param output {@code StandardOutputFileDescriptor}
 * @param error {@code StandardErrorFileDescriptor}
 */
public record StandardStreams(OptionalInt input, OptionalInt output, OptionalInt error) {
    /** No descriptors. */
    public static final StandardStreams NONE =
            new StandardStreams(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return input.isEmpty() && output.isEmpty() && error.isEmpty();
    }
}
