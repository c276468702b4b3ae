package hearth.daemon.host;

import hearth.api.systemd1.world.StandardStreams;
import hearth.daemon.store.StoredDescriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Descriptors that go with an order to start a process: its standard streams, and what its unit has
 * stored.
 */
final class Attachments {
    private final List<Integer> descriptors = new ArrayList<>();
    private OptionalInt input = OptionalInt.empty();
    private OptionalInt output = OptionalInt.empty();
    private OptionalInt error = OptionalInt.empty();

    /** Attaches a descriptor to be read from. */
    void input(int descriptor) {
        input = attach(descriptor);
    }

    /** Attaches a client's descriptors. */
    void all(StandardStreams streams) {
        streams.input().ifPresent(this::input);
        streams.output().ifPresent(descriptor -> output = attach(descriptor));
        streams.error().ifPresent(descriptor -> error = attach(descriptor));
    }

    /** Attaches what a unit has stored, after all streams. */
    void stored(List<StoredDescriptors.Passed> stored) {
        stored.forEach(one -> attach(one.fd()));
    }

    private OptionalInt attach(int descriptor) {
        descriptors.add(descriptor);
        return OptionalInt.of(descriptors.size() - 1);
    }

    /** Returns the index of the input, where one is attached. */
    OptionalInt input() {
        return input;
    }

    /** Returns the index of the output, where one is attached. */
    OptionalInt output() {
        return output;
    }

    /** Returns the index of the error output, where one is attached. */
    OptionalInt error() {
        return error;
    }

    /** Returns what is attached, in the order of the indexes. */
    int[] descriptors() {
        return descriptors.stream().mapToInt(Integer::intValue).toArray();
    }
}
