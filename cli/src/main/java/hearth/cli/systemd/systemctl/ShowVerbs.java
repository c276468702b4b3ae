package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitStates;
import hearth.cli.command.files.DiskTree;
import hearth.cli.command.unit.PropertyText;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.dbus.DbusPath;
import hearth.dbus.Value;
import hearth.unit.syntax.UnitFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code systemctl show} and {@code cat}. */
final class ShowVerbs {
    /** Lists of which systemctl prints an item a line. */
    private static final Pattern LISTED =
            Pattern.compile(
                    "^(Exec|IO[DRW]|BlockIO|BPFProgram|SocketBind|RootImageOptions|.*Symlink$|DeviceAllow|EnvironmentFiles|Listen|Timers|Paths)");

    /** Lists for which systemctl has no text. */
    private static final Pattern UNKNOWN =
            Pattern.compile(
                    "OpenFile|NFTSet|LogFilterPatterns|.*Credential(Encrypted|Ex)?|Conditions|Asserts|ActivationDetails");

    private ShowVerbs() {}

    static int show(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            if (asked.words().isEmpty()) {
                print(asked, manager.properties());
                return ExitStatus.OK;
            }
            boolean isFirst = true;
            for (Properties one : all(asked, manager)) {
                if (!isFirst) {
                    asked.screen().line();
                }
                isFirst = false;
                print(asked, one);
            }
        } catch (CallRefused refusal) {
            throw ClientFailures.failure("get properties", refusal);
        }
        return ExitStatus.OK;
    }

    /** A number means a job here. */
    private static List<Properties> all(Invocation asked, UserManager manager)
            throws CommandFailure, CallRefused, IOException {
        var all = new ArrayList<Properties>();
        for (String word : asked.words()) {
            if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
                DbusPath job = DbusPath.of("/org/freedesktop/systemd1/job/" + word);
                all.add(manager.object().at(job).properties(""));
                continue;
            }
            for (String name : asked.about(word).units(manager)) {
                all.add(manager.unit(name));
            }
        }
        return all;
    }

    private static void print(Invocation asked, Properties properties) {
        var text = new PropertyText(asked.context().zone());
        var names = new ArrayList<>(asked.arguments().list("property"));
        names.addAll(asked.arguments().list("P"));
        boolean isValue = asked.has("value") || asked.has("P");
        properties
                .values()
                .forEach((name, value) -> {
                    if (!names.isEmpty() && !names.contains(name)) {
                        return;
                    }
                    List<String> lines = text.lines(name, value);
                    boolean isEmpty = lines.isEmpty() || lines.equals(List.of("[unprintable]"));
                    boolean isWanted = asked.has("all") || !names.isEmpty();
                    if (isEmpty && (!isWanted || isSilent(name, value))) {
                        return;
                    }
                    for (String line : lines.isEmpty() ? List.of(nothing(name, value)) : lines) {
                        asked.screen().line(isValue ? line : name + "=" + line);
                    }
                });
    }

    /** Returns whether nothing stands for nothing: lists that have a line an item. */
    private static boolean isSilent(String name, Value value) {
        return isListOfStructs(value) && LISTED.matcher(name).find();
    }

    private static boolean isListOfStructs(Value value) {
        return value instanceof Value.Array(String element, List<Value> items)
                && element.startsWith("(");
    }

    /** Returns how nothing is written; a list of what is not allowed has its tilde. */
    private static String nothing(String name, Value value) {
        boolean isDenying =
                value instanceof Value.Struct(List<Value> fields)
                        && fields.size() == 2
                        && fields.get(0) instanceof Value.Bool(boolean isAllowing)
                        && !isAllowing
                        && fields.get(1) instanceof Value.Array;
        if (name.endsWith("ActionExitStatus")) {
            return "[not set]";
        }
        return isDenying
                ? "~"
                : isListOfStructs(value) && UNKNOWN.matcher(name).matches() ? "[unprintable]" : "";
    }

    static int cat(Invocation asked) throws CommandFailure, CallRefused, IOException {
        asked.refuseForOthers();
        Screen screen = asked.screen();
        boolean isFirst = true;
        try (UserManager manager = asked.connect()) {
            for (String name : asked.units(manager)) {
                Properties unit = manager.unit(name);
                if (unit.text("LoadState").equals("masked")) {
                    screen.line("# Unit " + name + " is masked.");
                    continue;
                }
                List<String> paths = paths(unit);
                if (UnitStates.isUnknown(unit) || paths.isEmpty()) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE, "No files found for " + name + ".");
                }
                if (!isFirst) {
                    screen.line();
                }
                isFirst = false;
                if (unit.flag("NeedDaemonReload")) {
                    screen.notes(outdated(name, asked));
                }
                print(screen, paths);
            }
        }
        return ExitStatus.OK;
    }

    private static String outdated(String name, Invocation asked) {
        return """
        # Warning: %s changed on disk, the version systemd has loaded is outdated.
        # This output shows the current version of the unit's original fragment and drop-in files.
        # If fragments or drop-ins were added or removed, they are not properly reflected in this output.
        # Run '%s daemon-reload' to reload units.
        """
                .formatted(name, asked.program());
    }

    private static List<String> paths(Properties unit) {
        var paths = new ArrayList<String>();
        if (!unit.text("FragmentPath").isEmpty()) {
            paths.add(unit.text("FragmentPath"));
        }
        paths.addAll(unit.texts("DropInPaths"));
        return paths;
    }

    private static void print(Screen screen, List<String> paths) throws CommandFailure {
        for (int i = 0; i < paths.size(); i++) {
            if (i > 0) {
                screen.line();
            }
            screen.line(Line.of(Style.STRONG, "# " + paths.get(i)));
            screen.text(read(Path.of(paths.get(i))));
        }
    }

    private static String read(Path file) throws CommandFailure {
        if (!Files.isRegularFile(file)) {
            return ""; // masked
        }
        try (var input = Files.newInputStream(file)) {
            return new String(input.readNBytes(UnitFile.MAX_FILE_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to cat " + file + ": " + DiskTree.reason(e));
        }
    }
}
