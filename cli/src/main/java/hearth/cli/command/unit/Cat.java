package hearth.cli.command.unit;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Messages;
import hearth.cli.command.UnitArguments;
import hearth.cli.command.UnitStates;
import hearth.cli.command.files.DiskTree;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.unit.syntax.UnitFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code hearth cat UNIT...}: the files that units are made of, each below its path.
 *
 * @param units whose, as typed
 */
public record Cat(List<String> units) implements Action {
    /** A file, and what is in it. */
    private record Part(String unit, String path, String text) {}

    /** Copies the list. */
    public Cat {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "show the files of " + String.join(", ", units);
    }

    @Override
    public Optional<List<String>> wordsOfOwner() {
        return Optional.of(Stream.concat(Stream.of("cat", "--"), units.stream()).toList());
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units);
        Screen screen = context.screen();
        int status = ExitStatus.OK;
        var parts = new ArrayList<Part>();
        try (UserManager manager = context.userManager()) {
            for (String name : UnitArguments.expand(manager, units, screen)) {
                Properties unit = manager.unit(name);
                if (UnitStates.isUnknown(unit)) {
                    Messages.failure(
                            screen, UnitArguments.unknown(ExitStatus.FAILURE, manager, name));
                    status = ExitStatus.FAILURE;
                    continue;
                }
                parts.addAll(parts(name, unit));
                if (unit.flag("NeedDaemonReload")) {
                    screen.note(
                            "hearth: the files of "
                                    + name
                                    + " have changed since they were read; `hearth daemon-reload`"
                                    + " reads them");
                }
            }
        }
        show(screen, parts);
        return status;
    }

    private static List<Part> parts(String name, Properties unit) throws CommandFailure {
        var paths = new ArrayList<String>();
        String fragment = unit.text("FragmentPath");
        if (!fragment.isEmpty()) {
            paths.add(fragment);
        }
        paths.addAll(unit.texts("DropInPaths"));
        var parts = new ArrayList<Part>();
        for (String path : paths) {
            parts.add(new Part(name, path, read(path)));
        }
        return parts;
    }

    private static String read(String path) throws CommandFailure {
        Path file = Path.of(path);
        if (path.equals("/dev/null") || !Files.isRegularFile(file)) {
            return ""; // masked, or put there by its owner to keep whoever reads it
        }
        try (InputStream input = Files.newInputStream(file)) {
            return new String(input.readNBytes(UnitFile.MAX_FILE_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "cannot read " + path + ": " + DiskTree.reason(e));
        }
    }

    private static void show(Screen screen, List<Part> parts) {
        if (screen.isJson()) {
            screen.json(json -> {
                JsonArray.objects(
                        json,
                        parts,
                        part -> {
                            json.writeStringProperty("unit", part.unit());
                            json.writeStringProperty("file", part.path());
                            json.writeStringProperty("text", part.text());
                        });
            });
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                screen.line();
            }
            screen.line(Line.of(Style.STRONG, "# " + parts.get(i).path()));
            String text = parts.get(i).text();
            screen.text(text.isEmpty() || text.endsWith("\n") ? text : text + "\n");
        }
    }
}
