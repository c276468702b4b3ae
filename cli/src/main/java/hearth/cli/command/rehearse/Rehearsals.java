package hearth.cli.command.rehearse;

import hearth.cli.client.LinkChange;
import hearth.cli.client.RemoteObject;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.io.IOException;
import java.util.List;

/** Asks a manager what orders would bring about. */
final class Rehearsals {
    private static final String INTERFACE = "org.hearth.Manager1";

    private final RemoteObject object;

    /** Talks over the conversation of a manager, which stays that one's. */
    Rehearsals(UserManager manager) {
        object = manager.object().at(DbusPath.of("/org/hearth"));
    }

    /**
     * Returns what an order would bring about.
     *
     * @param order a word of {@code EnqueueUnitJob}
     * @param mode a job mode
     * @throws CallRefused where the order would be refused
     * @throws IOException where the conversation breaks
     */
    RehearsalRow rehearse(String unit, String order, String mode) throws CallRefused, IOException {
        try (Message answer =
                object.call(
                        INTERFACE,
                        "Rehearse",
                        "sss",
                        body -> body.string(unit).string(order).string(mode))) {
            return RehearsalRow.of(answer);
        }
    }

    /**
     * Returns the links that enabling units would make.
     *
     * @throws CallRefused where it would be refused
     * @throws IOException where the conversation breaks
     */
    List<LinkChange> rehearseEnable(List<String> units) throws CallRefused, IOException {
        try (Message answer =
                object.call(
                        INTERFACE,
                        "RehearseEnable",
                        "asbb",
                        body -> body.strings(units).bool(false).bool(true))) {
            MessageReader reader = answer.reader();
            reader.bool();
            return UserManager.changes(reader);
        }
    }

    /**
     * Returns the links that disabling units would remove.
     *
     * @throws CallRefused where it would be refused
     * @throws IOException where the conversation breaks
     */
    List<LinkChange> rehearseDisable(List<String> units) throws CallRefused, IOException {
        try (Message answer =
                object.call(
                        INTERFACE,
                        "RehearseDisable",
                        "asb",
                        body -> body.strings(units).bool(false))) {
            return UserManager.changes(answer.reader());
        }
    }
}
