package hearth.journal;

import java.io.IOException;

/** A journal file is not what it should be; the message says where and how. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String damage;

    /** Makes one; the message goes behind the file's name. */
    public DamagedException(String message) {
        super(message);
        damage = message;
    }

    /** Returns where and how it is damaged. */
    public String damage() {
        return damage;
    }
}
