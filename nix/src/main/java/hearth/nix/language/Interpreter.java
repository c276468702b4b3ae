package hearth.nix.language;

import hearth.nix.builtin.Builtins;
import hearth.nix.evaluation.Environment;
import hearth.nix.evaluation.Evaluation;
import hearth.nix.evaluation.Limits;
import hearth.nix.evaluation.Loader;
import hearth.nix.evaluation.Scope;
import hearth.nix.evaluation.World;
import hearth.nix.expression.Expression;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.source.Source;
import hearth.nix.source.SourceTree;
import hearth.nix.source.Unreadable;
import hearth.nix.syntax.Parser;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Lazy;
import hearth.nix.value.PathValue;
import hearth.nix.value.Value;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The Nix language: programs in, values out. One interpreter is one run: what it has imported, it
 * has imported once, and its limits are for all that it evaluates. What it returns is lazy, so
 * whoever looks inside may get a {@link NixException}, and must do so on the thread that {@link
 * #run} gave it.
 */
public final class Interpreter {
    private final World world;
    private final Evaluation evaluation;
    private final Map<String, Value> globals;
    private final Map<String, Value> imported = new HashMap<>();
    private final Set<String> loading = new HashSet<>();

    /** Returns an interpreter of a world. */
    public Interpreter(World world, Limits limits) {
        this.world = world;
        this.evaluation =
                new Evaluation(
                        world,
                        limits,
                        new Loader() {
                            @Override
                            public Value load(String path, AttributeSet scope, Position site) {
                                return loadFile(path, scope, site);
                            }
                        });
        this.globals = Builtins.globals(evaluation);
    }

    /** Something to be done with an interpreter. */
    @FunctionalInterface
    public interface Task<T> {
        /** Does it. */
        T apply(Interpreter interpreter);
    }

    /**
     * Does something on a thread whose stack is deep enough for deep values, and returns its
     * result.
     *
     * @throws NixException where the task does; also where it recurses too deeply or uses all
     *     memory
     */
    public static <T> T run(World world, Limits limits, Task<T> task) {
        return BigStack.call(limits.stackBytes(), () -> task.apply(new Interpreter(world, limits)));
    }

    /** Returns the run, for calling functions of the language from outside. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /**
     * Returns the tree of a program, which is bound to the global names.
     *
     * @throws NixException where it is none
     */
    public Expression parse(Source source) {
        Expression program = Parser.parse(source, world.home());
        program.bind(Scope.global(globals));
        return program;
    }

    /**
     * Returns the value of a program.
     *
     * @throws NixException where it is none, or fails
     */
    public Value evaluate(Source source) {
        return evaluate(source, AttributeSet.EMPTY);
    }

    /**
     * Returns the value of a program that sees some names besides the global ones.
     *
     * @throws NixException where it is none, or fails
     */
    public Value evaluate(Source source, AttributeSet scope) {
        Expression program = Parser.parse(source, world.home());
        Scope global = Scope.global(globals);
        Environment environment = Environment.root(evaluation);
        if (!scope.isEmpty()) {
            global = global.nested(scope.names());
            environment = environment.nested(scope.size());
            for (int i = 0; i < scope.size(); i++) {
                environment.set(i, scope.valueAt(i));
            }
        }
        program.bind(global);
        return program.evaluate(environment);
    }

    /**
     * Returns the value of the program in a file of the world, as {@code import} does.
     *
     * @param path an absolute path
     * @throws NixException where it cannot be read, is no program, or fails
     */
    public Value evaluateFile(String path) {
        return loadFile(
                PathValue.canonical(ByteStrings.encode(path)), AttributeSet.EMPTY, Position.NONE);
    }

    /** Returns the value of a global name, such as {@code builtins}, where there is one. */
    public Optional<Lazy> global(String name) {
        return Optional.ofNullable(globals.get(name));
    }

    private Value loadFile(String path, AttributeSet scope, Position site) {
        String resolved = resolve(ByteStrings.decode(path), site);
        Value known = scope.isEmpty() ? imported.get(resolved) : null;
        if (known != null) {
            return known;
        }
        if (!loading.add(resolved) && scope.isEmpty()) {
            throw new NixException(
                    NixException.Kind.INFINITE_RECURSION,
                    "'" + resolved + "' imports itself",
                    site);
        }
        try {
            Value value = loadResolved(resolved, scope, site);
            if (scope.isEmpty()) {
                imported.put(resolved, value);
            }
            return value;
        } finally {
            loading.remove(resolved);
        }
    }

    private Value loadResolved(String resolved, AttributeSet scope, Position site) {
        byte[] content;
        try {
            content = world.files().read(resolved);
        } catch (IOException e) {
            throw unreadable(resolved, e, site);
        }
        evaluation.charge(content.length, site);
        try {
            return evaluate(Source.ofFile(resolved, content), scope);
        } catch (NixException e) {
            throw site.isKnown() ? e.within("while importing '" + resolved + "'", site) : e;
        }
    }

    /**
     * Returns the file that a path means: links followed, and a directory's {@code default.nix}.
     */
    private String resolve(String path, Position site) {
        SourceTree files = world.files();
        try {
            String resolved = files.resolve(path);
            boolean isDirectory =
                    files.kind(resolved).orElse(SourceTree.Kind.REGULAR)
                            == SourceTree.Kind.DIRECTORY;
            return isDirectory
                    ? files.resolve(
                            resolved.equals("/") ? "/default.nix" : resolved + "/default.nix")
                    : resolved;
        } catch (IOException e) {
            throw unreadable(path, e, site);
        }
    }

    private static NixException unreadable(String path, IOException cause, Position site) {
        return new NixException(
                NixException.Kind.FAILED,
                "cannot import '" + path + "': " + Unreadable.reason(cause),
                site);
    }
}
