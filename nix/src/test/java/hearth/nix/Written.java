package hearth.nix;

import hearth.nix.declaration.HomeUnit;
import hearth.nix.declaration.Located;
import hearth.nix.declaration.NixosUnit;
import hearth.nix.declaration.ServiceOptions;
import hearth.nix.declaration.TypeOptions;
import hearth.nix.declaration.Value;
import hearth.nix.reader.ModuleReader;
import hearth.nix.render.Directory;
import hearth.nix.render.FileContent;
import hearth.nix.render.Host;
import hearth.nix.render.Rendered;
import hearth.nix.render.Renderer;
import hearth.nix.render.Rendering;
import hearth.nix.render.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files that somebody has written into a directory, and what is read of them. */
public final class Written implements Machine {
    private final Path directory;
    private final Map<String, Path> programs = new TreeMap<>();
    private final Map<String, Path> map = new TreeMap<>();
    private final List<Path> paths = new ArrayList<>();
    private Optional<DeclarationReader.User> user = Optional.empty();
    private final List<Path> readable = new ArrayList<>();
    private boolean isStrict;

    /** Writes into a directory, for a machine that has bash and some tools. */
    public Written(Path directory) {
        this.directory = directory;
        for (String name : List.of("bash", "ls", "echo", "git", "sleep")) {
            has(name);
        }
        paths.add(Path.of("/bin/bash"));
    }

    /** Lets the machine have a program. */
    public Written has(String program) {
        programs.put(program, Path.of("/usr/bin", program));
        return this;
    }

    /** Lets the machine have a path. */
    public Written hasPath(String path) {
        paths.add(Path.of(path));
        return this;
    }

    /** Says where a package is. */
    public Written maps(String attribute, String path) {
        map.put(attribute, Path.of(path));
        return this;
    }

    /** Reads for a user. */
    public Written forUser(String name) {
        user = Optional.of(new DeclarationReader.User(name, Path.of("/home", name)));
        return this;
    }

    /** Takes bash away from the machine. */
    public Written hasNoBash() {
        programs.remove("bash");
        paths.remove(Path.of("/bin/bash"));
        return this;
    }

    /** Lets files below a path be read. */
    public Written mayRead(Path path) {
        readable.add(path);
        return this;
    }

    /** Takes nothing that means nothing. */
    public Written strictly() {
        isStrict = true;
        return this;
    }

    /** Writes a file. */
    public Written file(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** Returns what a file {@code config.nix} of this text declares. */
    public DeclarationReader.Outcome read(String text) {
        file("config.nix", text);
        return readFiles("config.nix");
    }

    /** Returns what some files declare. */
    public DeclarationReader.Outcome readFiles(String... names) {
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(directory.resolve(name));
        }
        return new ModuleReader(this, directory)
                .read(
                        new DeclarationReader.Request(
                                files, user, isStrict, new TreeMap<>(map), readable, false));
    }

    /** Returns what is said of a file of this text. */
    public List<String> said(String text) {
        return read(text).diagnostics().stream().map(said -> said.severity() + " " + said).toList();
    }

    /** Returns the first thing that is said of a file of this text. */
    public String firstSaid(String text) {
        List<String> said = said(text);
        return said.isEmpty() ? "nothing" : said.getFirst();
    }

    /** Returns the value of the directive X= of the service x that a file of this text declares. */
    public String valueOf(String expression) {
        DeclarationReader.Outcome outcome =
                read(
                        "{ lib, pkgs, config, ... }: { systemd.user.services.x.serviceConfig.X = "
                                + expression
                                + "; }");
        if (!outcome.diagnostics().isEmpty()) {
            return outcome.diagnostics().getFirst().message();
        }
        return shown(service(outcome, "x").serviceConfig().settings().get("X"));
    }

    /** Returns the options of a service. */
    public static ServiceOptions service(DeclarationReader.Outcome outcome, String name) {
        for (NixosUnit unit : outcome.declarations().units()) {
            if (unit.name().equals(name + ".service")
                    && unit.content() instanceof NixosUnit.Described(var common, var own)
                    && own instanceof TypeOptions.Service(ServiceOptions options)) {
                return options;
            }
        }
        throw new AssertionError("no service " + name + ": " + outcome.diagnostics());
    }

    /** Returns a directive of a service. */
    public static String directive(DeclarationReader.Outcome outcome, String name, String key) {
        return shown(service(outcome, name).serviceConfig().settings().get(key));
    }

    /** Returns a directive of a unit of home-manager. */
    public static String directive(HomeUnit unit, String section, String key) {
        var found = unit.sections().get(section);
        return found == null ? "none" : shown(found.settings().get(key));
    }

    private static String shown(@Nullable Located<Value> value) {
        return value == null
                ? "none"
                : value.value().scalars().stream()
                        .map(scalar ->
                                switch (scalar) {
                                    case Value.Bool(boolean bool) -> Boolean.toString(bool);
                                    case Value.Int(long number) -> Long.toString(number);
                                    case Value.Real(double number) -> Double.toString(number);
                                    case Value.Text(String text) -> text;
                                    case Value.Null() -> "null";
                                })
                        .collect(Collectors.joining("|"));
    }

    /** Returns the files that declarations come to, for everybody, by path. */
    public static Map<String, String> rendered(DeclarationReader.Outcome outcome) {
        Rendered rendered =
                new Renderer(new Host("/bin/bash", Set.of()), owner -> "/scripts")
                        .render(outcome.declarations(), new Target.Everybody());
        Map<String, String> files = new TreeMap<>();
        rendered.system().ifPresent(system -> add(files, "", system));
        rendered.homes().forEach((name, home) -> add(files, name + ":", home));
        return files;
    }

    private static void add(Map<String, String> files, String prefix, Rendering rendering) {
        rendering
                .files()
                .forEach((name, file) ->
                        files.put(
                                prefix
                                        + (name.directory() == Directory.UNITS
                                                ? name.path()
                                                : name.toString()),
                                switch (file.content()) {
                                    case FileContent.Regular(String text, boolean executable) ->
                                            text;
                                    case FileContent.Link(String target) -> "-> " + target;
                                }));
    }

    @Override
    public Optional<Path> program(String name) {
        return Optional.ofNullable(programs.get(name));
    }

    @Override
    public boolean exists(Path path) {
        return paths.contains(path);
    }

    @Override
    public Optional<Account> account(String name) {
        return switch (name) {
            case "alice" ->
                    Optional.of(new Account("alice", 1000, "users", Path.of("/home/alice")));
            case "bob" -> Optional.of(new Account("bob", 1001, "users", Path.of("/home/bob")));
            default -> Optional.empty();
        };
    }
}
