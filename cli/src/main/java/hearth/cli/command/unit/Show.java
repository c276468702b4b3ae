package hearth.cli.command.unit;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.dbus.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code hearth show [-p NAME,...] [--value] [--all] [UNIT...]}: properties as {@code NAME=VALUE};
 * the manager's own without a unit.
 *
 * @param units whose, as typed
 * @param choice which of them, and how
 */
public record Show(List<String> units, Choice choice) implements Action {
    /**
     * Which properties are shown.
     *
     * @param names only these, also where they are empty; all where it is empty
     * @param isAll also those that are empty
     * @param isValue without their names
     */
    public record Choice(Set<String> names, boolean isAll, boolean isValue) {
        /** Copies the set. */
        public Choice {
            names = Set.copyOf(names);
        }

        private boolean hasName(String name) {
            return names.isEmpty() || names.contains(name);
        }
    }

    /** Copies the list. */
    public Show {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "show properties of " + (units.isEmpty() ? "the manager" : String.join(", ", units));
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units);
        Screen screen = context.screen();
        List<Properties> all = new ArrayList<>();
        try (UserManager manager = context.userManager()) {
            if (units.isEmpty()) {
                all.add(manager.properties());
            }
            for (String name : UnitArguments.expand(manager, units, screen)) {
                all.add(manager.unit(name));
            }
        }
        if (screen.isJson()) {
            write(screen, all);
            return ExitStatus.OK;
        }
        var text = new PropertyText(context.zone());
        for (int i = 0; i < all.size(); i++) {
            if (i > 0) {
                screen.line();
            }
            show(screen, text, all.get(i).values());
        }
        return ExitStatus.OK;
    }

    private void show(Screen screen, PropertyText text, Map<String, Value> properties) {
        properties.forEach((name, value) -> {
            if (!choice.hasName(name)) {
                return;
            }
            List<String> lines = text.lines(name, value);
            boolean isUnknown = lines.equals(List.of("[unprintable]"));
            if (choice.isAll() || !choice.names().isEmpty()) {
                lines = lines.isEmpty() ? List.of("") : lines;
            } else if (isUnknown) {
                return;
            }
            lines.forEach(line -> screen.line(choice.isValue() ? line : name + "=" + line));
        });
    }

    private void write(Screen screen, List<Properties> all) {
        screen.json(json -> {
            JsonArray.objects(
                    json,
                    all,
                    properties -> {
                        properties
                                .values()
                                .forEach((name, value) -> {
                                    if (choice.hasName(name)) {
                                        json.writeName(name);
                                        ValueJson.write(json, value);
                                    }
                                });
                    });
        });
    }
}
