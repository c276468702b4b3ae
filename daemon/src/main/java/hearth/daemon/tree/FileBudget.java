package hearth.daemon.tree;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.TreeEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user's files may take in the heap, those that are being read included: what a hand answers
 * is there as a whole, then as entries, while the files that were read before still are.
 *
 * <p>Belongs to the manager's mailbox.
 */
final class FileBudget {
    /** The errno of a file that there is no room for. */
    static final int ENOBUFS = 105;

    /** What an entry takes beside what is in it: names, maps, a record. */
    private static final int ENTRY_BYTES = 256;

    /** What a line takes beside its characters, once it is a directive. */
    private static final int LINE_BYTES = 112;

    /**
     * Into how many parts a user's room is divided: files weigh twice their bytes, those read
     * before, those being read, and those made of these.
     */
    private static final int PARTS = 6;

    /** What a byte takes on its way: in the hand's answer, and in an entry. */
    private static final long BYTES_ON_THEIR_WAY = 2;

    /** So much is read of a user who has no room left: what is wrong shows in it. */
    private static final int FILES_BYTES_MIN = 16 << 10;

    /**
     * So much is asked for at first. On its way it takes half of the share that each user has, so
     * that however many users' files are read at once, each has room for what comes.
     */
    static final int FIRST_BYTES = FILES_BYTES_MIN;

    private static final int ENTRIES_MIN = 64;

    private final Account account;
    private final Charge charge;
    private final Charge onTheWay;
    private boolean isClosed;

    FileBudget(Account account) {
        this.account = account;
        charge = account.open(Resource.UNIT_FILES);
        onTheWay = account.open(Resource.UNIT_FILES);
    }

    /**
     * Begins a reading, the only one; returns how many bytes of files there is room for, and
     * charges what those take until it {@link #ends}.
     */
    int begin(int wanted) {
        int bytes = Math.clamp(room() / PARTS, FILES_BYTES_MIN, wanted);
        if (onTheWay.resize(BYTES_ON_THEIR_WAY * bytes)) {
            return bytes;
        }
        return FILES_BYTES_MIN; // others have taken what was left
    }

    /** Returns how many entries there is room for, the present ones forgotten. */
    int entriesMax(int wanted) {
        return Math.clamp(room() / ENTRY_BYTES, ENTRIES_MIN, wanted);
    }

    /** Ends a reading: nothing is on its way any more. */
    void ends() {
        onTheWay.close();
    }

    private long room() {
        return charge.amount() + account.room(Resource.UNIT_FILES);
    }

    /** Charges for files in place of those charged before; those beyond become unreadable. */
    List<TreeEntry> afford(List<TreeEntry> entries) {
        charge.close();
        if (isClosed) {
            return List.of(); // nobody looks at them any more
        }
        var afforded = new ArrayList<TreeEntry>(entries.size());
        for (TreeEntry entry : entries) {
            boolean fits = charge.resize(charge.amount() + weight(entry.content()));
            afforded.add(fits ? entry : without(entry));
        }
        return afforded;
    }

    private static long weight(Bytes content) {
        byte[] bytes = content.toArray();
        int lines = 1;
        for (byte each : bytes) {
            if (each == '\n') {
                lines++;
            }
        }
        return ENTRY_BYTES + 2L * bytes.length + (long) LINE_BYTES * lines;
    }

    private static TreeEntry without(TreeEntry entry) {
        return new TreeEntry(
                entry.directory(),
                entry.name(),
                entry.kind(),
                entry.modifiedUsec(),
                entry.target(),
                entry.resolved(),
                Bytes.of(""),
                entry.error() == 0 ? ENOBUFS : entry.error());
    }

    /** Releases what is charged: the files are forgotten. */
    void close() {
        isClosed = true;
        charge.close();
        onTheWay.close();
    }
}
