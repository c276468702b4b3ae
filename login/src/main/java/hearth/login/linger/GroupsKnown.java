package hearth.login.linger;

import java.util.Set;

/**
 * What the name service has said of a user's groups.
 *
 * @param asked of which it was asked whether the user is in them
 * @param in those of them that the user is in
 */
public record GroupsKnown(Set<String> asked, Set<String> in) {
    /** Makes copies. */
    public GroupsKnown {
        asked = Set.copyOf(asked);
        in = Set.copyOf(in);
    }
}
