package hearth.nix.packages;

import hearth.nix.Machine;
import hearth.nix.declaration.WrittenFile;
import hearth.nix.evaluation.Builtin;
import hearth.nix.evaluation.Call;
import hearth.nix.evaluation.Coercion;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Expect;
import hearth.nix.option.Later;
import hearth.nix.render.Host;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.BoolValue;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The packages of a run. A package is a set with a path that stands for it; when all has been
 * evaluated, and only in what is really used, the machine's own paths take its place.
 */
public final class Packages {
    /** What makes something new of packages, or fetches it. */
    private static final Pattern BUILDER =
            Pattern.compile(
                    "(build|mk|run|write|wrap|link|make)[A-Z].*|fetch(url|git|zip|svn|hg|[A-Z].*)"
                            + "|callPackages?|symlinkJoin|substitute.*|override.*|with(Packages|Plugins)"
                            + "|extend|extraPackages|linkFarm|writers|dockerTools|applyPatches|nixos"
                            + "|concatText.*|requireFile|src|drvPath|drvAttrs|version|passthru");

    private final Evaluation evaluation;
    private final HostPaths paths;
    private final Machine machine;
    private final Set<WrittenFile> written = new LinkedHashSet<>();
    private final Map<String, AttributeSet> made = new HashMap<>();
    private boolean isShellSaid;

    /**
     * Returns the packages of a run.
     *
     * @param map where packages are that the machine has elsewhere, by their attribute
     */
    public Packages(Evaluation evaluation, Machine machine, SortedMap<String, Path> map) {
        this.evaluation = evaluation;
        this.machine = machine;
        paths = new HostPaths(machine, map);
    }

    /** Returns {@code pkgs}. */
    public AttributeSet value(Lazy lib) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("lib", lib));
        attributes.add(new Attribute("system", Text.of(evaluation.world().system())));
        attributes.add(new Attribute("runtimeShell", Later.of(() -> Text.of(shell()))));
        attributes.add(new Attribute("stdenv", Later.of(this::standardEnvironment)));
        attributes.add(new Attribute("formats", new Formats(this, evaluation).value()));
        for (WriteFunction function : WriteFunction.values()) {
            attributes.add(
                    new Attribute(function.nixName(), new Builtin(evaluation, function.in(this))));
        }
        return AttributeSet.of(attributes).withRest((name, site) -> member("", name, site));
    }

    /** Returns functions that {@code lib} has of packages. */
    public AttributeSet natives() {
        return AttributeSet.of(
                "getExe",
                new Builtin(evaluation, new Executable("getExe", 1)),
                "getExe'",
                new Builtin(evaluation, new Executable("getExe'", 2)));
    }

    /** Returns the files that were made. */
    public List<WrittenFile> written() {
        return List.copyOf(written);
    }

    /**
     * Returns a text with the machine's paths in the place of what stands for packages.
     *
     * @param definition where the text is defined
     * @throws NixException at the place of {@code pkgs.name} where the machine has none
     */
    public String resolve(String text, Position definition) {
        return paths.resolve(text, definition);
    }

    /** What an entry of a list of packages is. */
    public sealed interface Entry {}

    /** A directory that has {@code bin}. */
    public record Directory(String path) implements Entry {}

    /** A package whose programs are where all programs are. */
    public record OnHost() implements Entry {}

    /** A package that the machine does not seem to have. */
    public record Absent(String message) implements Entry {}

    /** Returns what an entry of a list such as {@code path} is, given as an ordinary text. */
    public Entry entry(String text, Position definition) {
        Optional<HostPackage> named = paths.packageOf(text);
        if (named.isEmpty()) {
            return new Directory(paths.resolve(text, definition));
        }
        Optional<Path> mapped = paths.mapped(named.get());
        if (mapped.isPresent()) {
            return new Directory(mapped.get().toString());
        }
        return paths.has(named.get())
                ? new OnHost()
                : new Absent(
                        named.get().written()
                                + ": this machine has no program \""
                                + named.get().mainProgram()
                                + "\"; install it, or say where it is with --map "
                                + named.get().attribute()
                                + "=/DIRECTORY");
    }

    /** Returns the shell of scripts; that it is not the one they are written for is said once. */
    public String shell() {
        Path bash = Path.of("/bin/bash");
        Optional<Path> shell = machine.exists(bash) ? Optional.of(bash) : machine.program("bash");
        if (shell.isEmpty() && !isShellSaid) {
            isShellSaid = true;
            evaluation
                    .world()
                    .messages()
                    .say(
                            "warning: there is no bash here, so %s runs what pkgs writes, and may not understand it"
                                    .formatted(Host.PLAIN_SHELL));
        }
        return shell.map(Path::toString).orElse(Host.PLAIN_SHELL);
    }

    /** Returns the search path of packages that are not where all programs are. */
    String searchPath(ListValue packages, Position site) {
        List<String> directories = new ArrayList<>();
        for (Lazy each : packages) {
            String text = ByteStrings.decode(Coercion.plain(each.force(), site));
            switch (entry(text, site)) {
                case Directory(String path) -> directories.add(path + "/bin");
                case OnHost() -> {}
                case Absent(String message) -> paths.resolve(text + "/bin", site);
            }
        }
        return String.join(":", directories);
    }

    /** Returns the package that a file is, which is made when its path is asked for. */
    Value written(Position site, String name, Supplier<WrittenFile> file) {
        Lazy path =
                Later.of(() -> {
                    WrittenFile made = file.get();
                    written.add(made);
                    return Text.of(made.path());
                });
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("type", Text.of("derivation")));
        attributes.add(new Attribute("name", Text.of(name)));
        attributes.add(new Attribute("pname", Text.of(name)));
        attributes.add(new Attribute("outPath", path, site));
        attributes.add(new Attribute("meta", AttributeSet.of("mainProgram", Text.of(name))));
        return AttributeSet.of(attributes);
    }

    private AttributeSet standardEnvironment() {
        boolean isArm = evaluation.world().system().startsWith("aarch64");
        List<Attribute> platform = new ArrayList<>();
        platform.add(new Attribute("system", Text.of(evaluation.world().system())));
        platform.add(new Attribute("isLinux", BoolValue.TRUE));
        platform.add(new Attribute("isDarwin", BoolValue.FALSE));
        platform.add(new Attribute("isx86_64", BoolValue.of(!isArm)));
        platform.add(new Attribute("isAarch64", BoolValue.of(isArm)));
        AttributeSet host = AttributeSet.of(platform);
        return host.with("hostPlatform", host)
                .with("buildPlatform", host)
                .withRest((name, site) -> member("stdenv", name, site));
    }

    private Lazy member(String parent, String name, Position site) {
        String attribute = ByteStrings.decode(parent.isEmpty() ? name : parent + "." + name);
        return BUILDER.matcher(ByteStrings.decode(name)).matches()
                ? needsNix("pkgs." + attribute, site)
                : hostPackage(attribute, ByteStrings.decode(name), site);
    }

    private AttributeSet hostPackage(String attribute, String name, Position site) {
        var named = new HostPackage(attribute, name.replaceAll("[^A-Za-z0-9+._?=-]", "_"));
        paths.note(named, site);
        return made.computeIfAbsent(attribute, absent -> packageSet(named));
    }

    private AttributeSet packageSet(HostPackage named) {
        Lazy itself = Later.of(() -> made.getOrDefault(named.attribute(), AttributeSet.EMPTY));
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("type", Text.of("derivation")));
        attributes.add(new Attribute("name", Text.of(named.name())));
        attributes.add(new Attribute("pname", Text.of(named.name())));
        attributes.add(new Attribute("outPath", Text.of(named.token())));
        attributes.add(
                new Attribute(
                        "meta", AttributeSet.of("mainProgram", Text.of(named.mainProgram()))));
        for (String output : new String[] {"out", "bin", "lib", "dev", "man"}) {
            attributes.add(new Attribute(output, itself));
        }
        return AttributeSet.of(attributes)
                .withRest((name, site) -> member(named.attribute(), name, site));
    }

    /** Returns a value that can be called any number of times, and fails where it is used. */
    private AttributeSet needsNix(String written, Position site) {
        Lazy failure =
                Later.of(() -> {
                    throw new NixException(
                            NixException.Kind.NEEDS_NIX,
                            written
                                    + " needs Nix, with its store and builder, which is not used"
                                    + " here",
                            site);
                });
        return AttributeSet.of(
                        new Attribute("type", Text.of("derivation")),
                        new Attribute("name", failure),
                        new Attribute("outPath", failure, site),
                        new Attribute("__functor", new Builtin(evaluation, new Itself())))
                .withRest((name, place) -> needsNix(written, site));
    }

    private record Itself() implements Builtin.Body {
        @Override
        public String nixName() {
            return "needsNix";
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public Value apply(Call call) {
            return call.value(0);
        }
    }

    /** {@code lib.getExe} and {@code lib.getExe'}. */
    private record Executable(String nixName, int arity) implements Builtin.Body {
        @Override
        public Value apply(Call call) {
            String path = call.coerced(0);
            String program = arity == 2 ? call.text(1) : mainProgram(call, call.set(0));
            return new Text(path + "/bin/" + program);
        }

        private static String mainProgram(Call call, AttributeSet named) {
            if (named.value("meta") instanceof AttributeSet known
                    && known.value("mainProgram") instanceof Text(String program)) {
                return program;
            }
            return Expect.text(call.required(named, "name").force(), call.site());
        }
    }
}
