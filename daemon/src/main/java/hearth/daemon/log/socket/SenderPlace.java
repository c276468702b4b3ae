package hearth.daemon.log.socket;

import java.util.ArrayList;
import java.util.List;

/**
 * What a process's cgroup says of it; empty texts where it says nothing.
 *
 * @param unit of the machine's manager: {@code user@1000.service}
 * @param userUnit of the user's manager
 * @param session a login's id
 * @param owner the user in whose slice it is, in digits
 */
record SenderPlace(
        String slice,
        String unit,
        String userSlice,
        String userUnit,
        String session,
        String owner) {
    /** Where nobody knows. */
    static final SenderPlace UNKNOWN = new SenderPlace("", "", "", "", "", "");

    private static final String SLICE = ".slice";
    private static final String ROOT_SLICE = "-.slice";
    private static final String MANAGER = "user@";
    private static final String SERVICE = ".service";
    private static final String SESSION = "session-";
    private static final String SCOPE = ".scope";
    private static final String OF_USER = "user-";

    /** What units' names end with that have processes. */
    private static final List<String> KINDS = List.of(SERVICE, SCOPE, ".socket", ".mount", ".swap");

    /** Reads a cgroup's path, which may be a user's to make. */
    static SenderPlace of(String cgroup) {
        List<String> parts = new ArrayList<>();
        for (String part : cgroup.split("/", -1)) {
            if (!part.isEmpty()) {
                parts.add(part.startsWith("_") ? part.substring(1) : part);
            }
        }
        int slices = slices(parts, 0);
        String slice = slices == 0 ? ROOT_SLICE : parts.get(slices - 1);
        String unit = unit(parts, slices);
        String session = between(unit, SESSION, SCOPE);
        String userSlice = session.isEmpty() ? "" : ROOT_SLICE;
        String userUnit = "";
        if (unit.startsWith(MANAGER) && unit.endsWith(SERVICE)) {
            int below = slices(parts, slices + 1);
            userUnit = unit(parts, below);
            userSlice = below == slices + 1 ? ROOT_SLICE : parts.get(below - 1);
        }
        return new SenderPlace(
                unit.isEmpty() && slices == 0 ? "" : slice,
                unit,
                userSlice,
                userUnit,
                session,
                slices < 2 ? "" : number(between(parts.get(1), OF_USER, SLICE)));
    }

    /** Returns where the slices end that begin there. */
    private static int slices(List<String> parts, int from) {
        int at = from;
        while (at < parts.size() && parts.get(at).endsWith(SLICE)) {
            at++;
        }
        return at;
    }

    private static String unit(List<String> parts, int at) {
        boolean isUnit = at < parts.size() && KINDS.stream().anyMatch(parts.get(at)::endsWith);
        return isUnit ? parts.get(at) : "";
    }

    private static String between(String text, String before, String after) {
        return text.startsWith(before)
                        && text.endsWith(after)
                        && text.length() > before.length() + after.length()
                ? text.substring(before.length(), text.length() - after.length())
                : "";
    }

    private static String number(String text) {
        boolean isNumber = text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? text : "";
    }

    /** Returns the unit whose rules hold: the user's, else the machine's. */
    String ruledUnit() {
        return userUnit.isEmpty() ? unit : userUnit;
    }
}
