package hearth.daemon.log.socket;

import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.journal.Field;
import java.util.List;

/**
 * Who sends to logs, by the kernel's word.
 *
 * @param uid its user
 * @param manager whose log it is: a user's number, or {@code system}
 * @param account who is limited: a user, with all numbers of his namespaces; all whom nobody knows
 *     are {@link ForeignDescriptors#STRANGERS}
 * @param unit whose limit holds; empty where it is in none
 * @param ruler the manager whose unit that is, and whose rules hold; empty where they hold for
 *     somebody else's processes alone
 * @param fields what each of its entries says of it
 * @param isAlive whether the process was there when the kernel was asked
 */
record Sender(
        int uid,
        String manager,
        int account,
        String unit,
        String ruler,
        List<Field> fields,
        boolean isAlive) {
    /** Returns what an account is called. */
    static String nameOf(int account) {
        return account == ForeignDescriptors.STRANGERS
                ? "users that nobody knows"
                : "user " + Integer.toUnsignedString(account);
    }
}
