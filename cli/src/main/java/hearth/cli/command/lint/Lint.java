package hearth.cli.command.lint;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.UnitArguments;
import hearth.cli.command.files.DiskTree;
import hearth.cli.command.files.UnitPlaces;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.unit.UnitName;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth lint [UNIT|FILE...]}: what is wrong with unit files, where, why, and what helps. It
 * ends with 1 where anything is.
 *
 * @param words units as typed, and files, which have a slash in their names; empty for all units of
 *     the user's own
 * @param environment the caller's variables, for where no manager runs
 */
public record Lint(List<String> words, Map<String, String> environment) implements Action {
    /** Copies what is mutable. */
    public Lint {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    @Override
    public String purpose() {
        return "look through unit files";
    }

    @Override
    public Optional<List<String>> wordsOfOwner() {
        var typed = new ArrayList<>(List.of("lint", "--"));
        for (String word : words) { // the owner does it in another directory
            typed.add(isFile(word) ? Path.of(word).toAbsolutePath().toString() : word);
        }
        return Optional.of(typed);
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitPlaces places;
        Facts facts;
        if (context.managers().isRunning(context.user())) {
            try (UserManager manager = context.userManager()) {
                Properties properties = manager.properties();
                places = UnitPlaces.of(manager, properties);
                facts = Facts.of(context, manager, properties);
            }
        } else {
            places = UnitPlaces.of(environment);
            facts = Facts.NONE;
        }
        return perform(context.screen(), places, facts);
    }

    private int perform(Screen screen, UnitPlaces places, Facts facts) throws CommandFailure {
        UnitTree tree = DiskTree.read(withDirectories(places.places()));
        var rules = new Rules(tree, places.specifiers(), facts);
        Set<UnitName> names = words.isEmpty() ? own(tree) : named(tree);
        var findings = new ArrayList<Finding>();
        names.forEach(name -> findings.addAll(rules.check(name)));
        if (screen.isJson()) {
            screen.json(json -> write(json, findings));
        } else if (findings.isEmpty()) {
            screen.note("nothing is wrong with " + names.size() + " units");
        } else {
            findings.forEach(finding -> show(screen, finding));
        }
        return findings.isEmpty() ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    /**
     * The directories of files that are named come first, so that those files are what is found.
     */
    private List<Place> withDirectories(List<Place> places) {
        var all = new LinkedHashSet<Place>();
        for (String word : words) {
            if (isFile(word)) {
                String directory =
                        Path.of(word)
                                .toAbsolutePath()
                                .normalize()
                                .resolveSibling(".")
                                .normalize()
                                .toString();
                places.stream()
                        .filter(place -> place.path().equals(directory))
                        .findFirst()
                        .ifPresentOrElse(
                                all::add, () -> all.add(new Place(directory, Place.Role.CONFIG)));
            }
        }
        all.addAll(places);
        return List.copyOf(all);
    }

    private static boolean isFile(String word) {
        return word.indexOf('/') >= 0;
    }

    /** Returns the units that have a file of the user's own. */
    private static Set<UnitName> own(UnitTree tree) {
        var names = new LinkedHashSet<UnitName>();
        for (UnitDirectory directory : tree.directories()) {
            if (directory.place().role() == Place.Role.CONFIG) {
                directory
                        .entries()
                        .forEach((name, entry) -> {
                            String unit =
                                    name.endsWith(".d")
                                            ? name.substring(0, name.length() - 2)
                                            : name;
                            boolean isUnits =
                                    entry instanceof Entry.File
                                            || (name.endsWith(".d")
                                                    && entry instanceof Entry.Directory);
                            if (isUnits) {
                                UnitName.parse(unit).ifPresent(names::add);
                            }
                        });
            }
        }
        return new TreeSet<>(names);
    }

    private Set<UnitName> named(UnitTree tree) throws CommandFailure {
        var names = new LinkedHashSet<UnitName>();
        for (String word : words) {
            String text =
                    isFile(word)
                            ? String.valueOf(Path.of(word).getFileName())
                            : UnitArguments.complete(word);
            UnitName name =
                    UnitName.parse(text)
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitStatus.USAGE,
                                            word + " does not end as a unit file does",
                                            ".service, .timer, .socket, ..."));
            boolean isThere =
                    isFile(word)
                            ? Files.isRegularFile(Path.of(word))
                            : !(tree.find(name) instanceof Found.Nothing);
            if (!isThere) {
                throw new CommandFailure(ExitStatus.NO_SUCH_UNIT, "there is no unit file " + word);
            }
            names.add(name);
        }
        return names;
    }

    private static void show(Screen screen, Finding finding) {
        screen.line(Line.of(Style.STRONG, finding.place()).then(": " + finding.what()));
        screen.line(Line.of(Style.FAINT, "  why   ").then(finding.why()));
        screen.line(Line.of(Style.FAINT, "  cure  ").then(finding.cure()));
    }

    private static void write(JsonGenerator json, List<Finding> findings) {
        JsonArray.objects(
                json,
                findings,
                finding -> {
                    json.writeStringProperty("file", finding.file());
                    json.writeNumberProperty("line", finding.line());
                    json.writeStringProperty("finding", finding.what());
                    json.writeStringProperty("why", finding.why());
                    json.writeStringProperty("cure", finding.cure());
                });
    }
}
