package hearth.cli.command.unit;

import hearth.cli.client.UnitFiles;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.dbus.ErrorName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code hearth is-active|is-enabled|is-failed [-q] UNIT...}: prints a state for each, and ends
 * with systemctl's status: 0 where one unit is so, else 4 where none is there, 1 or 3.
 *
 * @param question which of the three
 * @param units about what, as typed
 * @param isQuiet whether the exit status alone is the answer
 */
public record IsState(Question question, List<String> units, boolean isQuiet) implements Action {
    /** What can be asked. */
    public enum Question {
        /** Does it run? */
        ACTIVE("active", ExitStatus.NOT_RUNNING),
        /** Does it start by itself, or with others? */
        ENABLED("enabled", ExitStatus.FAILURE),
        /** Has it failed? */
        FAILED("failed", ExitStatus.FAILURE);

        private final String word;
        private final int no;

        Question(String word, int no) {
            this.word = word;
            this.no = no;
        }

        private boolean isYes(String state) {
            return switch (this) {
                case ACTIVE -> state.equals("active") || state.equals("reloading");
                case FAILED -> state.equals("failed");
                case ENABLED ->
                        switch (state) {
                            case "enabled",
                                    "enabled-runtime",
                                    "static",
                                    "alias",
                                    "indirect",
                                    "generated" ->
                                    true;
                            default -> false;
                        };
            };
        }
    }

    /** What a unit is; a unit that is not there has a state for people, and counts for none. */
    private record State(String unit, String text, boolean isThere) {}

    /** Copies the list. */
    public IsState {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "tell whether " + String.join(", ", units) + " is " + question.word;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units);
        var states = new ArrayList<State>();
        try (UserManager manager = context.userManager()) {
            List<String> names = UnitArguments.expand(manager, units, context.screen());
            if (question == Question.ENABLED) {
                for (String name : names) {
                    states.add(fileState(manager, name));
                }
            } else {
                // One question for all: all properties of a unit take ten times as long to read.
                manager.unitsByNames(names).forEach(unit -> states.add(state(unit)));
            }
        }
        Screen screen = context.screen();
        if (screen.isJson()) {
            write(screen, states);
        } else if (!isQuiet) {
            states.forEach(state -> screen.line(state.text()));
        }
        if (states.stream().anyMatch(state -> question.isYes(state.text()))) {
            return ExitStatus.OK;
        }
        return states.stream().anyMatch(State::isThere) || question == Question.FAILED
                ? question.no
                : ExitStatus.NO_SUCH_UNIT;
    }

    private static State state(UnitRow unit) {
        boolean isUnknown =
                unit.loadState().equals("not-found") && unit.activeState().equals("inactive");
        return new State(unit.name(), unit.activeState(), !isUnknown);
    }

    private static State fileState(UserManager manager, String name)
            throws CallRefused, IOException {
        try {
            return new State(name, new UnitFiles(manager).state(name), true);
        } catch (CallRefused e) {
            return switch (e.errorName()) {
                case ErrorName.FILE_NOT_FOUND, ErrorName.NO_SUCH_UNIT ->
                        new State(name, "not-found", false);
                default -> throw e;
            };
        }
    }

    private static void write(Screen screen, List<State> states) {
        screen.json(json -> {
            JsonArray.objects(
                    json,
                    states,
                    state -> {
                        json.writeStringProperty("unit", state.unit());
                        json.writeStringProperty("state", state.text());
                    });
        });
    }
}
