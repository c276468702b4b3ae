package hearth.cli.systemd.systemctl;

import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A unit as a manager lists it.
 *
 * @param following the unit whose state it has; empty where it has its own
 * @param jobId the job that waits or runs; 0 where there is none
 */
record ListedUnit(
        String name,
        String description,
        String loadState,
        String activeState,
        String subState,
        String following,
        long jobId,
        String jobType) {
    /** By type, then by name, whatever the case of letters. */
    static final Comparator<ListedUnit> ORDER =
            Comparator.comparing(ListedUnit::type, String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(ListedUnit::name, String.CASE_INSENSITIVE_ORDER);

    /** Asks for units in states, or of names; without any for all in memory. */
    static List<ListedUnit> of(UserManager manager, List<String> states, List<String> patterns)
            throws CallRefused, IOException {
        try (Message answer =
                manager.object()
                        .call(
                                UserManager.MANAGER,
                                "ListUnitsByPatterns",
                                "asas",
                                body -> {
                                    body.strings(states);
                                    body.strings(patterns);
                                })) {
            var units = new ArrayList<ListedUnit>();
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                String name = reader.string();
                String description = reader.string();
                String load = reader.string();
                String active = reader.string();
                String sub = reader.string();
                String following = reader.string();
                reader.objectPath();
                long job = reader.uint32();
                String jobType = reader.string();
                units.add(
                        new ListedUnit(
                                name, description, load, active, sub, following, job, jobType));
                reader.closeStruct();
            }
            units.sort(ORDER);
            return units;
        }
    }

    /** Returns the suffix of the name, with its dot. */
    String type() {
        return name.substring(name.lastIndexOf('.'));
    }

    boolean isType(String suffix) {
        return type().equals("." + suffix);
    }

    /** Returns whether the options want to see it. */
    boolean isShown(Invocation asked) {
        List<String> types = asked.types();
        if (!types.isEmpty() && types.stream().noneMatch(this::isType)) {
            return false;
        }
        if (asked.has("all")) {
            return true;
        }
        if (!following.isEmpty()) {
            return false;
        }
        return !asked.states().isEmpty() || jobId > 0 || !activeState.equals("inactive");
    }
}
