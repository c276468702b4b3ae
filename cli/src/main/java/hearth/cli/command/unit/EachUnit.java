package hearth.cli.command.unit;

import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Messages;
import hearth.cli.command.Refusals;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;

/** The same order for several units: what one refuses keeps the others from nothing. */
record EachUnit(List<String> names) {
    /** What is to be done with one. */
    @FunctionalInterface
    interface Order {
        /** Does it. */
        void give(String name) throws CallRefused, IOException;
    }

    /** Copies the list. */
    EachUnit {
        names = List.copyOf(names);
    }

    static EachUnit of(List<String> names) {
        return new EachUnit(names);
    }

    /**
     * Gives the order for each, and says what could not be done.
     *
     * @param verb what is done, to stand before the unit's name
     * @return the exit status of the last refusal; that of success where there was none
     */
    int perform(UserManager manager, Screen screen, String verb, Order order) throws IOException {
        int status = ExitStatus.OK;
        for (String name : names) {
            try {
                order.give(name);
            } catch (CallRefused refusal) {
                CommandFailure failure = Refusals.failure(verb + " " + name, refusal);
                if (failure.exitStatus() == ExitStatus.NOT_INSTALLED) {
                    failure = UnitArguments.unknown(failure.exitStatus(), manager, name);
                }
                Messages.failure(screen, failure);
                status = failure.exitStatus();
            }
        }
        return status;
    }
}
