package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** Where a standard stream of a process leads. */
public enum StreamKind {
    /** /dev/null. */
    NOTHING(0),
    /** The process's log pipe. */
    LOG(1),
    /** Output: as the input; error: as the output. */
    SAME(2),
    /** The file "path", for reading. */
    READ(3),
    /** The file "path", emptied and written. */
    TRUNCATE(4),
    /** The file "path", written at its end. */
    APPEND(5),
    /** The file "path", written from its beginning. */
    OVERWRITE(6),
    /** The terminal "path". */
    TERMINAL(7),
    /** The attached descriptor of that index. */
    DESCRIPTOR(8);

    private final int number;

    StreamKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static StreamKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("StreamKind", number);
    }
}
