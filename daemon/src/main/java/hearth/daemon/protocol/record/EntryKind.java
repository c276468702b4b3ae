package hearth.daemon.protocol.record;

import hearth.daemon.protocol.body.BodyReader;

/** What a directory entry is, links not followed. */
public enum EntryKind {
    /** A regular file. */
    FILE(0),
    /** A symbolic link. */
    LINK(1),
    /** A directory. */
    DIRECTORY(2),
    /** Anything else. */
    OTHER(3);

    private final int number;

    EntryKind(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static EntryKind read(BodyReader in) {
        int number = in.u8();
        for (var value : values()) {
            if (value.number == number) {
                return value;
            }
        }
        throw in.unknown("EntryKind", number);
    }
}
