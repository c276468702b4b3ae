package hearth.journal;

import java.io.IOException;

/** A journal file is not what it should be; the message says where and how. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one; the message goes behind the file's name. */
    public DamagedException(String message) {
        super(message);
    }
}
