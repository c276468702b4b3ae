package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** What a condition came to. */
public enum Verdict {
    /** It does not hold. */
    NO(0),
    /** It holds. */
    YES(1),
    /** The hand doesn't know such a condition. */
    UNKNOWN_KIND(2),
    /** It could not be found out. */
    ERROR(3);

    private final int number;

    Verdict(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static Verdict read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("Verdict", number);
    }
}
