package hearth.nix.schema;

import hearth.nix.DeclarationReader;
import hearth.nix.Machine;
import hearth.nix.declaration.Declarations;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.language.Interpreter;
import hearth.nix.lib.Library;
import hearth.nix.module.Configuration;
import hearth.nix.module.ModuleSource;
import hearth.nix.module.Surroundings;
import hearth.nix.option.Later;
import hearth.nix.option.OptionPath;
import hearth.nix.option.OptionPlace;
import hearth.nix.packages.Packages;
import hearth.nix.render.Problems;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.PathValue;
import hearth.nix.value.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reading of files, on the thread of their evaluation. */
public final class Reading {
    private final Interpreter interpreter;
    private final Machine machine;
    private final DeclarationReader.Request request;
    private final Problems problems;
    private final Places places;
    private @Nullable Surroundings surroundings;
    private @Nullable Configuration configuration;

    /**
     * Begins.
     *
     * @param problems takes what there is to say
     */
    public Reading(
            Interpreter interpreter,
            Machine machine,
            DeclarationReader.Request request,
            Problems problems,
            Places places) {
        this.interpreter = interpreter;
        this.machine = machine;
        this.request = request;
        this.problems = problems;
        this.places = places;
    }

    /**
     * Returns what the files declare.
     *
     * @throws NixException where they are no modules, or a limit is reached
     */
    public Declarations read() {
        Evaluation evaluation = interpreter.evaluation();
        var packages = new Packages(evaluation, machine, request.packageMap());
        var findings = new Findings(problems, places);
        Surroundings shared = surroundings(packages);
        surroundings = shared;
        var accounts = new Accounts(machine, request.user());
        Lazy config = Later.of(() -> made(configuration).config().force());
        var schema = new Schema(shared, accounts, config);
        Configuration all =
                new Configuration(
                        shared,
                        new OptionPlace(evaluation, OptionPath.ROOT),
                        schema.root(),
                        sources(),
                        Map.of());
        configuration = all;
        var values = new ValueReader(evaluation, packages, findings);
        var foreign = new ForeignOptions(findings, request.isStrict());
        return new RootReader(values, packages, machine, findings, foreign).read(all.root());
    }

    private Surroundings surroundings(Packages packages) {
        Lazy lib =
                Later.of(() ->
                        Library.of(interpreter, packages.natives(), () -> made(surroundings)));
        Lazy pkgs = Later.of(() -> packages.value(lib));
        Map<String, Lazy> arguments = new HashMap<>();
        arguments.put("lib", lib);
        arguments.put("pkgs", pkgs);
        arguments.put("modulesPath", Text.of(Surroundings.MODULES_PATH));
        arguments.put("specialArgs", AttributeSet.EMPTY);
        return new Surroundings(
                interpreter.evaluation(),
                arguments,
                Library::type,
                new Surroundings.Imports() {
                    @Override
                    public void leftOut(String reason, Position position) {
                        problems.warn(
                                places.of(position),
                                "imports",
                                places.message("left out: " + reason));
                    }

                    @Override
                    public void notDisabled(Position position) {
                        problems.warn(
                                places.of(position),
                                "disabledModules",
                                "leaves out no module: what is imported counts here, and nixpkgs'"
                                        + " own modules do not");
                    }
                });
    }

    /** Merged is in the reverse order, so that the first file's definitions come first. */
    private List<ModuleSource> sources() {
        List<ModuleSource> sources = new ArrayList<>();
        for (Path file : request.files().reversed()) {
            String path = file.toAbsolutePath().normalize().toString();
            sources.add(ModuleSource.of(PathValue.of(ByteStrings.encode(path)), Position.NONE));
        }
        return sources;
    }

    private static <T> T made(@Nullable T value) {
        if (value == null) {
            throw new NixException(
                    NixException.Kind.INFINITE_RECURSION,
                    "infinite recursion encountered",
                    Position.NONE);
        }
        return value;
    }
}
