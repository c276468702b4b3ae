package hearth.cli.client;

import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The unit files of a user's manager, whether they are loaded or not.
 *
 * <p>Each method throws {@link CallRefused} where the manager refuses, and {@link IOException}
 * where the conversation breaks.
 */
public final class UnitFiles {
    private final RemoteObject manager;

    /** Talks over the conversation of a user's manager, which stays that one's. */
    public UnitFiles(UserManager userManager) {
        manager =
                new RemoteObject(
                        userManager.conversation(), "", DbusPath.of("/org/freedesktop/systemd1"));
    }

    /**
     * Lists unit files.
     *
     * @param patterns names and patterns of units; empty for all
     */
    public List<UnitFileRow> list(List<String> patterns) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        UserManager.MANAGER,
                        "ListUnitFilesByPatterns",
                        "asas",
                        body -> {
                            body.strings(List.of());
                            body.strings(patterns);
                        })) {
            var rows = new ArrayList<UnitFileRow>();
            MessageReader reader = answer.reader().openArray();
            while (reader.hasNext()) {
                reader.openStruct();
                rows.add(new UnitFileRow(reader.string(), reader.string()));
                reader.closeStruct();
            }
            return rows;
        }
    }

    /** Returns whether a unit is {@code enabled}, {@code static}, ...; refused where none is. */
    public String state(String unit) throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        UserManager.MANAGER, "GetUnitFileState", "s", body -> body.string(unit))) {
            return answer.reader().string();
        }
    }

    /**
     * Makes it impossible to start units.
     *
     * @param isRuntime whether that ends with the next boot
     */
    public List<LinkChange> mask(List<String> units, boolean isRuntime)
            throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        UserManager.MANAGER,
                        "MaskUnitFiles",
                        "asbb",
                        body -> {
                            body.strings(units);
                            body.bool(isRuntime);
                            body.bool(false);
                        })) {
            return UserManager.changes(answer.reader());
        }
    }

    /** Undoes {@link #mask}. */
    public List<LinkChange> unmask(List<String> units, boolean isRuntime)
            throws CallRefused, IOException {
        try (Message answer =
                manager.call(
                        UserManager.MANAGER,
                        "UnmaskUnitFiles",
                        "asb",
                        body -> {
                            body.strings(units);
                            body.bool(isRuntime);
                        })) {
            return UserManager.changes(answer.reader());
        }
    }
}
