package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/**
 * Which of the RuntimeDirectory=, ... settings made a directory: decides the exit status when it
 * cannot be made.
 */
public enum DirectoryKind {
    /** RuntimeDirectory=. */
    RUNTIME(0),
    /** StateDirectory=. */
    STATE(1),
    /** CacheDirectory=. */
    CACHE(2),
    /** LogsDirectory=. */
    LOGS(3),
    /** ConfigurationDirectory=. */
    CONFIGURATION(4);

    private final int number;

    DirectoryKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static DirectoryKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("DirectoryKind", number);
    }
}
