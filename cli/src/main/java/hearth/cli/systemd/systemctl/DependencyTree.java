package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.Marks;
import hearth.cli.text.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code systemctl list-dependencies [--reverse|--after|--before] [UNIT...]}. */
final class DependencyTree {
    private static final List<String> FORWARD =
            List.of("Requires", "Requisite", "Wants", "ConsistsOf", "BindsTo", "Upholds");
    private static final List<String> REVERSE =
            List.of("RequiredBy", "RequisiteOf", "WantedBy", "PartOf", "BoundBy", "UpheldBy");

    /** Targets stand last, as what has more below it. */
    private static final Comparator<String> ORDER =
            Comparator.comparing(DependencyTree::isTarget)
                    .thenComparing(String.CASE_INSENSITIVE_ORDER);

    private final Invocation asked;
    private final UserManager manager;
    private final List<String> kinds;

    /** The way from the root; with {@code --plain} all that has been shown. */
    private final Set<String> seen = new LinkedHashSet<>();

    private DependencyTree(Invocation asked, UserManager manager) {
        this.asked = asked;
        this.manager = manager;
        kinds =
                asked.has("reverse")
                        ? REVERSE
                        : asked.has("after")
                                ? List.of("After")
                                : asked.has("before") ? List.of("Before") : FORWARD;
    }

    static int perform(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            List<String> names =
                    asked.words().isEmpty() ? List.of("default.target") : asked.units(manager);
            for (int i = 0; i < names.size(); i++) {
                if (i > 0) {
                    asked.screen().line();
                }
                asked.screen().line(names.get(i));
                new DependencyTree(asked, manager).below(names.get(i), "");
            }
        }
        return ExitStatus.OK;
    }

    private static boolean isTarget(String name) {
        return name.endsWith(".target");
    }

    private void below(String name, String indent) throws CallRefused, IOException {
        seen.add(name);
        List<String> names = dependencies(name);
        for (int i = 0; i < names.size(); i++) {
            String child = names.get(i);
            boolean isLast = i + 1 == names.size();
            if (seen.contains(child)) {
                if (!asked.has("plain")) {
                    asked.screen().line("  " + indent + (isLast ? "└─" : "├─") + "...");
                }
                continue;
            }
            if (asked.has("plain")) {
                asked.screen().line("  " + child);
            } else {
                String state = manager.unit(child).text("ActiveState");
                asked.screen()
                        .line(
                                Line.of(Marks.style(state), Marks.of(state))
                                        .then(" " + indent + (isLast ? "└─" : "├─") + child));
            }
            if (asked.has("all") || isTarget(child)) {
                below(child, indent + (isLast ? "  " : "│ "));
            }
        }
        if (!asked.has("plain")) {
            seen.remove(name);
        }
    }

    private List<String> dependencies(String name) throws CallRefused, IOException {
        Properties unit = manager.unit(name);
        var names = new LinkedHashSet<String>();
        kinds.forEach(kind -> names.addAll(unit.texts(kind)));
        var sorted = new ArrayList<>(names);
        List<String> types = asked.types();
        if (!types.isEmpty() || !asked.states().isEmpty()) {
            sorted.clear();
            for (var row : ListedUnit.of(manager, asked.states(), List.copyOf(names))) {
                if (types.isEmpty() || types.stream().anyMatch(row::isType)) {
                    sorted.add(row.name());
                }
            }
        }
        sorted.sort(ORDER);
        return sorted;
    }
}
