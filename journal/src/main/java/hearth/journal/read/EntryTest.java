package hearth.journal.read;

import java.io.IOException;

/** Whether an entry is as far as something. */
interface EntryTest {
    /** Returns whether the entry at this offset is. */
    boolean isReached(long offset) throws IOException;
}
