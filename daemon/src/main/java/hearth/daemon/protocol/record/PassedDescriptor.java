package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;
import hearth.daemon.protocol.body.BodyWriter;

/**
 * A descriptor that a new process finds from 3 on, in the order of the list.
 *
 * @param descriptor index among the order's attached descriptors
 * @param name for LISTEN_FDNAMES
 */
public record PassedDescriptor(int descriptor, String name) {
    public void writeTo(BodyWriter out) {
        out.u32(descriptor);
        out.text(name);
    }

    public static PassedDescriptor read(BodyReader in) {
        return new PassedDescriptor(in.u32(), in.text());
    }
}
