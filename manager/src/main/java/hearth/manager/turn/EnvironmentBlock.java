package hearth.manager.turn;

import hearth.manager.ManagerLimits;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What services inherit: what the manager was told, and above it what clients have set. The former
 * comes anew with a reload, the latter stays until it is unset.
 */
public final class EnvironmentBlock {
    private Map<String, String> told;
    private Map<String, String> ofClients = new LinkedHashMap<>();
    private Map<String, String> all;

    public EnvironmentBlock(Map<String, String> told) {
        this.told = told;
        all = told;
    }

    /** Returns all of it, in the order in which it is shown. */
    public Map<String, String> all() {
        return Collections.unmodifiableMap(all);
    }

    /** Returns what clients have set. */
    public Map<String, String> ofClients() {
        return Collections.unmodifiableMap(ofClients);
    }

    /** Exchanges what the manager was told. */
    public void tell(Map<String, String> toldNow) {
        told = toldNow;
        all = merged(ofClients);
    }

    /** Takes up what clients had set before. */
    public void recall(Map<String, String> kept) {
        ofClients = new LinkedHashMap<>(kept);
        all = merged(ofClients);
    }

    /** What clients set comes last, in the order of its assignments' letters. */
    private Map<String, String> merged(Map<String, String> above) {
        Map<String, String> sorted = new TreeMap<>(Comparator.comparing(name -> name + "="));
        sorted.putAll(above);
        Map<String, String> both = new LinkedHashMap<>(told);
        both.putAll(sorted);
        return both;
    }

    /**
     * Changes what clients have set, as a whole or not at all.
     *
     * @param unset names, or assignments that count only where they are so
     * @param assignments {@code NAME=VALUE}
     */
    public Outcome<Map<String, String>> change(List<String> unset, List<String> assignments) {
        if (!unset.stream().allMatch(EnvironmentBlock::isNameOrAssignment)) {
            return new Outcome.Refused<>(
                    Refusal.INVALID_ARGUMENT, "Invalid environment variable names or assignments");
        }
        Map<String, String> changed = new LinkedHashMap<>(ofClients);
        for (String name : unset) {
            int equals = name.indexOf('=');
            if (equals < 0) {
                changed.remove(name);
            } else {
                changed.remove(name.substring(0, equals), name.substring(equals + 1));
            }
        }
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 0 || !isNameOrAssignment(assignment)) {
                return new Outcome.Refused<>(
                        Refusal.INVALID_ARGUMENT, "Invalid environment assignments");
            }
            changed.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
        Map<String, String> both = merged(changed);
        if (size(both) > ManagerLimits.ENVIRONMENT_BYTES) {
            return new Outcome.Refused<>(
                    Refusal.LIMIT_EXCEEDED, "The environment block is too large.");
        }
        ofClients = changed;
        all = both;
        return new Outcome.Done<>(all());
    }

    private static long size(Map<String, String> variables) {
        long size = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            size += variable.getKey().length() + variable.getValue().length() + 2L;
        }
        return size;
    }

    private static boolean isNameOrAssignment(String text) {
        int equals = text.indexOf('=');
        return isVariableName(equals < 0 ? text : text.substring(0, equals));
    }

    private static boolean isVariableName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!isLetter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
