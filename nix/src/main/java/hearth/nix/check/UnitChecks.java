package hearth.nix.check;

import hearth.nix.declaration.Declarations;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.Problems;
import hearth.nix.render.Rendering;
import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the manager would say of the units that were rendered: each is read as it will be read, and
 * what is said of a line is said of the option that the line comes from.
 */
public final class UnitChecks {
    private static final String DIRECTORY = "/declared";

    /** Any user will do: nothing is done with what specifiers stand for. */
    private static final Specifiers SPECIFIERS =
            new Specifiers(
                    new Specifiers.Host(
                            Optional.of("0".repeat(32)),
                            Optional.of("0".repeat(32)),
                            "localhost",
                            Optional.empty(),
                            "6.0",
                            "x86-64",
                            Map.of()),
                    new Specifiers.User(true, "user", 1000, "user", 1000, "/home/user", "/bin/sh"),
                    new Specifiers.Directories(
                            "/run/user/1000",
                            "/home/user/.config",
                            "/home/user/.cache",
                            "/home/user/.config/log",
                            "/home/user/.config",
                            "/tmp",
                            "/var/tmp",
                            "/user.slice/user-1000.slice/user@1000.service"));

    private final Origins origins;
    private final UnitTree tree;
    private final Problems problems = new Problems();

    private UnitChecks(Declarations declared, UnitTree tree) {
        origins = new Origins(declared);
        this.tree = tree;
    }

    /** Returns what there is to say of the units of one owner; extensions are not looked at. */
    public static List<Diagnostic> check(Declarations declared, Rendering rendering) {
        Map<String, Entry> entries = new HashMap<>();
        rendering
                .files()
                .forEach((name, file) -> {
                    if (file.content()
                                    instanceof
                                    FileContent.Regular(String text, boolean isExecutable)
                            && isUnit(name)) {
                        entries.put(name.path(), new Entry.File(UnitFile.parse(text), 0));
                    }
                });
        var directory = UnitDirectory.of(new Place(DIRECTORY, Place.Role.ADMINISTRATOR), entries);
        var checks = new UnitChecks(declared, new UnitTree(List.of(directory)));
        var loader = new UnitLoader(SPECIFIERS);
        entries.keySet().stream().sorted().forEach(name -> checks.check(name, loader));
        return checks.problems.all();
    }

    private static boolean isUnit(FileName name) {
        return name.directory() == Directory.UNITS && UnitName.isValid(name.path());
    }

    private void check(String file, UnitLoader loader) {
        UnitName name = new UnitName(file);
        UnitName loaded = name.isTemplate() ? name.withInstance("x").orElse(name) : name;
        switch (loader.load(loaded, tree)) {
            case LoadResult.Loaded(UnitDefinition unit) ->
                    unit.diagnostics().forEach(said -> say(file, said));
            case LoadResult.BadSetting(UnitDefinition unit, Diagnostic reason) -> {
                unit.diagnostics().stream()
                        .filter(said -> !said.equals(reason))
                        .forEach(said -> say(file, said));
                say(file, worst(reason));
            }
            case LoadResult.Error(
                            UnitName id,
                            String path,
                            Optional<UnitFile.Fault> fault,
                            List<Diagnostic> reasons) ->
                    reasons.forEach(reason -> say(file, worst(reason)));
            case LoadResult.Masked masked -> {
                Origins.Origin origin = origin(file, 0);
                problems.note(origin.position(), origin.option(), "is empty, which masks the unit");
            }
            case LoadResult.NotFound none -> {} // it is in the tree
        }
    }

    private static Diagnostic worst(Diagnostic reason) {
        return new Diagnostic(
                reason.file(),
                reason.line(),
                reason.column(),
                Diagnostic.Severity.ERROR,
                reason.message());
    }

    private void say(String file, Diagnostic said) {
        if (said.message().startsWith("unknown directive")
                || said.message().startsWith("section [")) {
            return; // DeclarationChecks says that with a better hint
        }
        Origins.Origin origin = origin(file, said.line());
        problems.add(said.severity(), origin.position(), origin.option(), said.message());
    }

    /** Returns the option that a line of a unit comes from. */
    private Origins.Origin origin(String file, int line) {
        Entry entry = tree.directories().getFirst().entries().get(file);
        List<UnitFile.Directive> directives =
                entry instanceof Entry.File(UnitFile content, long mtime)
                        ? content.directives()
                        : List.of();
        return directives.stream()
                .filter(directive -> directive.line() == line)
                .findFirst()
                .map(directive -> origins.of(file, directive.section(), directive.name()))
                .orElseGet(() -> origins.of(file, "", ""));
    }
}
