package hearth.cli.systemd.systemctl;

import hearth.cli.client.LinkChange;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitStates;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.systemd.text.UnitWords;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.unit.UnitName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** {@code systemctl enable}, {@code mask} and the others that make and remove links. */
final class LinkVerbs {
    private LinkVerbs() {}

    /**
     * What a verb asks for.
     *
     * @param member the manager's method
     * @param signature of its arguments
     * @param carriesInstallInfo whether the answer says if files have an {@code [Install]}
     */
    private record Order(
            String member,
            String signature,
            boolean carriesInstallInfo,
            Consumer<MessageWriter> arguments) {}

    static int perform(Invocation asked) throws CommandFailure, CallRefused, IOException {
        List<String> names = names(asked);
        Order order = order(asked, names);
        try (UserManager manager = asked.connect()) {
            if (asked.verb().equals("mask")) {
                noteUnknown(asked, manager, names);
            }
            boolean hasInfo;
            try (Message answer =
                    manager.object()
                            .call(
                                    UserManager.MANAGER,
                                    order.member(),
                                    order.signature(),
                                    order.arguments())) {
                MessageReader reader = answer.reader();
                hasInfo = !order.carriesInstallInfo() || reader.bool();
                show(asked, changes(reader));
            } catch (CallRefused refusal) {
                throw ClientFailures.failure(asked.verb() + " unit", refusal);
            }
            if (!asked.has("no-reload")) {
                manager.reload();
            }
            if (!hasInfo && !asked.has("quiet")) {
                asked.screen()
                        .notes(
                                """
                                The unit files have no installation config (WantedBy=, RequiredBy=, Also=,
                                Alias= settings in the [Install] section, and DefaultInstance= for template
                                units): there is nothing that enabling them would do. Something else starts
                                them, such as another unit, a socket, a timer or a person.
                                """);
            }
            return asked.has("now") ? now(asked, manager, names) : ExitStatus.OK;
        }
    }

    /** What is masked before it is there is masked when it comes. */
    private static void noteUnknown(Invocation asked, UserManager manager, List<String> names)
            throws CallRefused, IOException {
        for (String name : names) {
            boolean isUnit = !name.startsWith("/") && !new UnitName(name).isTemplate();
            if (isUnit && UnitStates.isUnknown(manager.unit(name))) {
                asked.screen().note("Unit " + name + " does not exist, proceeding anyway.");
            }
        }
    }

    private static int now(Invocation asked, UserManager manager, List<String> names)
            throws CallRefused, IOException {
        return switch (asked.verb()) {
            case "enable", "reenable" -> JobVerbs.perform(asked, manager, "start", units(names));
            case "disable", "mask" -> JobVerbs.perform(asked, manager, "stop", units(names));
            default -> ExitStatus.OK;
        };
    }

    /** A file's path stands for the unit that it is of. */
    private static List<String> units(List<String> names) {
        return names.stream().map(name -> name.substring(name.lastIndexOf('/') + 1)).toList();
    }

    private static List<String> names(Invocation asked) {
        var names = new ArrayList<String>();
        for (String word : asked.words()) {
            names.add(
                    word.startsWith("/")
                            ? word
                            : UnitWords.exact(
                                    word, ".service", "to " + asked.verb(), asked.screen()));
        }
        return names;
    }

    private static Order order(Invocation asked, List<String> names) {
        boolean isRuntime = asked.has("runtime");
        boolean isForced = asked.has("force");
        Consumer<MessageWriter> short3 =
                body -> {
                    body.strings(names);
                    body.bool(isRuntime);
                };
        Consumer<MessageWriter> long4 =
                body -> {
                    short3.accept(body);
                    body.bool(isForced);
                };
        return switch (asked.verb()) {
            case "enable" -> new Order("EnableUnitFiles", "asbb", true, long4);
            case "disable" -> new Order("DisableUnitFiles", "asb", false, short3);
            case "reenable" -> new Order("ReenableUnitFiles", "asbb", true, long4);
            case "preset" -> new Order("PresetUnitFiles", "asbb", true, long4);
            case "link" -> new Order("LinkUnitFiles", "asbb", false, long4);
            case "mask" -> new Order("MaskUnitFiles", "asbb", false, long4);
            case "unmask" -> new Order("UnmaskUnitFiles", "asb", false, short3);
            case "revert" -> new Order("RevertUnitFiles", "as", false, body -> body.strings(names));
            default -> dependency(asked, names, isRuntime, isForced);
        };
    }

    /** The first word is what the others are to be wanted or required by. */
    private static Order dependency(
            Invocation asked, List<String> names, boolean isRuntime, boolean isForced) {
        String target = UnitWords.mangled(asked.words().getFirst(), ".target", asked.screen());
        return new Order(
                "AddDependencyUnitFiles",
                "asssbb",
                false,
                body -> {
                    body.strings(names.subList(1, names.size()));
                    body.string(target);
                    body.string(asked.verb().equals("add-wants") ? "Wants" : "Requires");
                    body.bool(isRuntime);
                    body.bool(isForced);
                });
    }

    static int presetAll(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect();
                Message answer =
                        manager.object()
                                .call(
                                        UserManager.MANAGER,
                                        "PresetAllUnitFiles",
                                        "sbb",
                                        body -> {
                                            body.string(
                                                    asked.arguments()
                                                            .value("preset-mode")
                                                            .orElse(""));
                                            body.bool(asked.has("runtime"));
                                            body.bool(asked.has("force"));
                                        })) {
            show(asked, changes(answer.reader()));
            manager.reload();
        }
        return ExitStatus.OK;
    }

    static int getDefault(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect();
                Message answer = manager.object().call(UserManager.MANAGER, "GetDefaultTarget")) {
            asked.screen().line(answer.reader().string());
        } catch (CallRefused refusal) {
            throw ClientFailures.failure("get default target", refusal);
        }
        return ExitStatus.OK;
    }

    static int setDefault(Invocation asked) throws CommandFailure, CallRefused, IOException {
        String target = UnitWords.mangled(asked.words().getFirst(), ".target", asked.screen());
        try (UserManager manager = asked.connect();
                Message answer =
                        manager.object()
                                .call(
                                        UserManager.MANAGER,
                                        "SetDefaultTarget",
                                        "sb",
                                        body -> {
                                            body.string(target);
                                            body.bool(true);
                                        })) {
            show(asked, changes(answer.reader()));
            if (!asked.has("no-reload")) {
                manager.reload();
            }
        } catch (CallRefused refusal) {
            throw ClientFailures.failure("set default target", refusal);
        }
        return ExitStatus.OK;
    }

    private static List<LinkChange> changes(MessageReader reader) {
        var changes = new ArrayList<LinkChange>();
        reader.openArray();
        while (reader.hasNext()) {
            reader.openStruct();
            changes.add(new LinkChange(reader.string(), reader.string(), reader.string()));
            reader.closeStruct();
        }
        return changes;
    }

    private static void show(Invocation asked, List<LinkChange> changes) {
        if (asked.has("quiet")) {
            return;
        }
        for (LinkChange change : changes) {
            asked.screen()
                    .note(
                            switch (change.kind()) {
                                case "symlink" ->
                                        "Created symlink "
                                                + change.path()
                                                + " → "
                                                + change.target()
                                                + ".";
                                case "unlink" -> "Removed \"" + change.path() + "\".";
                                case "masked" -> "Unit " + change.path() + " is masked, ignoring.";
                                case "dangling" ->
                                        "Unit "
                                                + change.path()
                                                + " is an alias to a unit that is not present,"
                                                + " ignoring.";
                                case "destination-not-present" ->
                                        "Unit "
                                                + change.path()
                                                + " is added as a dependency to a non-existent"
                                                + " unit "
                                                + change.target()
                                                + ".";
                                default -> change.path() + ": " + change.kind();
                            });
        }
    }
}
