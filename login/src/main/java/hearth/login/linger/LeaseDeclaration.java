package hearth.login.linger;

import java.util.List;

/**
 * A lease for as long as a drop-in declares it.
 *
 * @param file the drop-in, which is the owner
 * @param users login names
 * @param sinceUsec when the file was written, in microseconds since 1970
 * @param end {@link LeaseEnd.Never} or {@link LeaseEnd.At}
 */
public record LeaseDeclaration(
        String file, List<String> users, String reason, long sinceUsec, LeaseEnd end) {
    public LeaseDeclaration {
        users = List.copyOf(users);
    }

    /**
     * All that is declared.
     *
     * @param isWhole whether all directories could be read: what is not declared ends only then
     */
    public record All(List<LeaseDeclaration> declarations, boolean isWhole) {
        /** Nothing is declared. */
        public static final All NONE = new All(List.of(), true);

        public All {
            declarations = List.copyOf(declarations);
        }
    }
}
