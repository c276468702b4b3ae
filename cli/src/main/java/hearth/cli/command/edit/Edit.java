package hearth.cli.command.edit;

import hearth.cli.client.Properties;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.command.files.UnitPlaces;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code hearth edit [--full] UNIT}: edits a drop-in of a unit, or the whole of its file, and has
 * it read again. What is wrong with it is said before it takes the old one's place.
 *
 * @param unit as typed
 * @param isFull whether it is about the whole file: a copy where it is not the user's own, a new
 *     one where there is none
 * @param isBrief whether what was done is not said, as systemctl has it
 * @param desk where it is edited
 */
public record Edit(String unit, boolean isFull, boolean isBrief, Desk desk) implements Action {
    private static final String DROP_IN = "override.conf";

    private static final String NEW_FILE =
            """
            [Unit]
            Description=

            [Service]
            ExecStart=

            [Install]
            WantedBy=default.target
            """;

    /** What a person may choose who has made a mistake. */
    private enum Choice {
        AGAIN,
        KEEP,
        DROP
    }

    @Override
    public String purpose() {
        return "edit " + unit;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (context.user().uid() != context.caller().uid()) {
            String user = context.user().name();
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "edit does not take -u: an editor of root's would follow links that "
                            + user
                            + " can make",
                    "as that user: `runuser -u " + user + " -- hearth edit " + unit + "`");
        }
        UnitName name = new UnitName(UnitArguments.complete(unit));
        try (UserManager manager = context.userManager()) {
            UnitPlaces places = UnitPlaces.of(manager, manager.properties());
            Draft draft = draft(manager, name, places, sources(manager, name));
            try {
                if (isChanged(draft, context.screen())) {
                    manager.reload();
                    if (!isBrief) {
                        context.screen().line("changed " + draft.target());
                        tellWhatRuns(manager, name, context.screen());
                    }
                }
            } finally {
                draft.drop();
            }
            return ExitStatus.OK;
        }
    }

    /**
     * What a unit is made of.
     *
     * @param fragment its own file; nothing where it has drop-ins alone, or is none
     */
    private record Sources(Optional<Path> fragment, List<Path> dropIns) {
        private List<Path> all() {
            return Stream.concat(fragment.stream(), dropIns.stream()).toList();
        }
    }

    private static Sources sources(UserManager manager, UnitName name)
            throws CallRefused, IOException {
        if (name.isTemplate()) { // which a manager does not load
            Optional<Path> file =
                    new UnitFiles(manager)
                            .list(List.of(name.text())).stream()
                                    .map(row -> Path.of(row.path()))
                                    .findFirst();
            return new Sources(file, List.of());
        }
        Properties unit = manager.unit(name.text());
        return new Sources(
                Optional.of(unit.text("FragmentPath"))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of),
                unit.texts("DropInPaths").stream().map(Path::of).toList());
    }

    private Draft draft(UserManager manager, UnitName name, UnitPlaces places, Sources sources)
            throws CommandFailure, IOException {
        Path own =
                places.own()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitStatus.FAILURE,
                                        "the manager does not say where units of one's own belong"));
        if (isFull) {
            Path target = own.resolve(name.text());
            String text =
                    sources.fragment().isPresent() ? read(sources.fragment().get()) : NEW_FILE;
            return Draft.of(name, target, places, text);
        }
        List<Path> files = sources.all();
        if (files.isEmpty()) {
            CommandFailure unknown =
                    UnitArguments.unknown(ExitStatus.FAILURE, manager, name.text());
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    String.valueOf(unknown.getMessage()),
                    "`hearth edit --full " + name + "` begins one");
        }
        Path target = own.resolve(name.text() + ".d").resolve(DROP_IN);
        return Draft.of(name, target, places, dropIn(target, files));
    }

    /** Returns the drop-in, and below it what the unit is made of, to be read. */
    private static String dropIn(Path target, List<Path> files) throws IOException {
        var text = new StringBuilder(Files.exists(target) ? read(target) : "\n");
        text.append('\n').append(Draft.MARK).append('\n');
        for (Path file : files) {
            if (!file.equals(target)) {
                text.append("\n# ").append(file).append('\n');
                read(file).lines().forEach(line -> text.append("# ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Lets the person edit until the text is right, or taken or dropped as it is. */
    private boolean isChanged(Draft draft, Screen screen) throws CommandFailure, IOException {
        String before = Files.exists(draft.target()) ? Draft.text(read(draft.target())) : "";
        String first = draft.text();
        while (true) {
            desk.edit(draft.copy());
            String text = draft.text();
            if (text.isEmpty() || text.equals(before) || (before.isEmpty() && text.equals(first))) {
                screen.note("nothing is changed");
                return false;
            }
            List<Diagnostic> said = draft.check(text);
            said.forEach(it -> screen.note(word(it) + ": " + it));
            boolean isWrong =
                    said.stream().anyMatch(it -> it.severity() != Diagnostic.Severity.NOTICE);
            switch (isWrong ? choice(screen) : Choice.KEEP) {
                case AGAIN -> {}
                case KEEP -> {
                    draft.place(text);
                    return true;
                }
                case DROP ->
                        throw new CommandFailure(
                                ExitStatus.FAILURE, "nothing is changed: the text has mistakes");
            }
        }
    }

    private static String word(Diagnostic said) {
        return switch (said.severity()) {
            case ERROR -> "error";
            case WARNING -> "ignored";
            case NOTICE -> "note";
        };
    }

    private Choice choice(Screen screen) throws IOException {
        while (desk.answers().isPresent()) {
            screen.note("edit it again, keep it as it is, or drop it? [e/k/d]");
            screen.err().flush();
            Optional<String> answer = desk.answer();
            switch (answer.orElse("d").strip().toLowerCase(Locale.ROOT)) {
                case "e", "edit" -> {
                    return Choice.AGAIN;
                }
                case "k", "keep" -> {
                    return Choice.KEEP;
                }
                case "d", "drop" -> {
                    return Choice.DROP;
                }
                default -> {} // asked once more
            }
        }
        return Choice.DROP;
    }

    /** What runs goes on as it was started. */
    private static void tellWhatRuns(UserManager manager, UnitName name, Screen screen)
            throws CallRefused, IOException {
        if (!name.isTemplate() && manager.unit(name.text()).text("ActiveState").equals("active")) {
            screen.note("it runs as before; `hearth restart " + name + "` lets the new text count");
        }
    }
}
