package hearth.login.linger;

import hearth.login.host.LingerVerdict;
import hearth.login.user.UserRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Who may linger, as the administrator has it. The first rule that fits decides; whom none fits
 * may. It is about what users ask for: root's word, what drop-ins declare and files that are there
 * count without it.
 *
 * @param lingerersMax how many may linger at the same time; {@link Long#MAX_VALUE}: no limit
 */
public record LingerPolicy(List<Rule> rules, long lingerersMax) {
    /** Everybody may. */
    public static final LingerPolicy NONE = new LingerPolicy(List.of(), Long.MAX_VALUE);

    public LingerPolicy {
        rules = List.copyOf(rules);
    }

    /**
     * One rule.
     *
     * @param origin where it begins, as {@code /etc/hearth/linger-policy.conf:3}
     * @param whom it fits
     * @param allows whether these may linger
     * @param longestUsec of a lease; nothing: as long as they like
     */
    public record Rule(String origin, Whom whom, boolean allows, OptionalLong longestUsec) {}

    /**
     * Users, by name, by group or by number; everybody where none of the three is said.
     *
     * @param isEverybody whether nothing was said, not even something that means nobody
     */
    public record Whom(
            boolean isEverybody, Set<String> users, Set<String> groups, List<UidRange> uids) {
        public Whom {
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
            uids = List.copyOf(uids);
        }

        boolean fits(UserRecord user, Set<String> groupsOfUser) {
            return isEverybody
                    || users.contains(user.name())
                    || groupsOfUser.stream().anyMatch(groups::contains)
                    || uids.stream().anyMatch(range -> range.contains(user.uid()));
        }
    }

    /** Numbers of users, both ends included. */
    public record UidRange(long first, long last) {
        boolean contains(long uid) {
            return uid >= first && uid <= last;
        }
    }

    /** Returns the groups that rules name: it has to be asked who is in them. */
    public Set<String> groups() {
        return Set.copyOf(
                rules.stream().flatMap(rule -> rule.whom().groups().stream()).distinct().toList());
    }

    /**
     * Returns what the rules say of a user.
     *
     * @param groups those of {@link #groups} that the user is in
     */
    public LingerVerdict verdict(UserRecord user, Set<String> groups) {
        return rules.stream()
                .filter(rule -> rule.whom().fits(user, groups))
                .findFirst()
                .map(rule -> new LingerVerdict(rule.allows(), rule.longestUsec(), rule.origin()))
                .orElse(LingerVerdict.OF_NO_RULE);
    }
}
