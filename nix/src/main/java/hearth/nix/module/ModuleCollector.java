package hearth.nix.module;

import hearth.nix.evaluation.Calls;
import hearth.nix.option.Candidate;
import hearth.nix.source.ByteStrings;
import hearth.nix.source.NixException;
import hearth.nix.source.Position;
import hearth.nix.value.Attribute;
import hearth.nix.value.AttributeSet;
import hearth.nix.value.Function;
import hearth.nix.value.Lazy;
import hearth.nix.value.ListValue;
import hearth.nix.value.PathValue;
import hearth.nix.value.Printer;
import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Follows imports, and calls modules that are functions. */
final class ModuleCollector {
    /** Modules of one configuration: each is a file, or a part of one, that a person wrote. */
    private static final int MAX_MODULES = 10_000;

    private final Surroundings surroundings;
    private final Map<String, Lazy> arguments;
    private final Missing missing;
    private final Set<String> seen = new HashSet<>();

    /** Finds arguments that are not known before modules have been merged. */
    @FunctionalInterface
    interface Missing {
        /** Returns an argument's value, which fails when it is asked for where there is none. */
        Lazy argument(String name, Position position);
    }

    ModuleCollector(Surroundings surroundings, Map<String, Lazy> arguments, Missing missing) {
        this.surroundings = surroundings;
        this.arguments = arguments;
        this.missing = missing;
    }

    /**
     * Returns all modules in the order in which what they define is merged: as nixpkgs has it, the
     * last import of the last one first, and those that import after those that are imported.
     */
    List<Module> collect(List<ModuleSource> sources) {
        List<Module> modules = new ArrayList<>();
        Deque<ModuleSource> waiting = new ArrayDeque<>(sources);
        while (!waiting.isEmpty()) {
            ModuleSource source = waiting.remove();
            for (Module module : load(source)) {
                if (modules.size() == MAX_MODULES) {
                    throw new NixException(
                            NixException.Kind.LIMIT,
                            "more than " + MAX_MODULES + " modules",
                            source.position());
                }
                modules.add(module);
                waiting.addAll(module.imports());
            }
        }
        Collections.reverse(modules);
        return modules;
    }

    /** Returns the module; nothing where it has been imported already, or is left out. */
    private List<Module> load(ModuleSource source) {
        Value value;
        try {
            value = source.value().force();
        } catch (NixException e) {
            if (!needsNix(e)) {
                throw e.at(source.position());
            }
            surroundings.imports().leftOut(e.message(), source.position());
            return List.of();
        }
        if (value instanceof PathValue(String bytes)) {
            return loadFile(bytes, source.position());
        }
        if (value instanceof Text(String bytes) && bytes.startsWith("/")) {
            return loadFile(bytes, source.position());
        }
        return List.of(module(value, source));
    }

    private static boolean needsNix(NixException e) {
        boolean isSearched =
                e.kind() == NixException.Kind.THROWN
                        && e.message().contains("was not found in the search path");
        return isSearched || e.kind() == NixException.Kind.NEEDS_NIX;
    }

    private List<Module> loadFile(String path, Position position) {
        if (!seen.add(path)) {
            return List.of();
        }
        if (path.startsWith("/nix/store/")) {
            String reason =
                    "'"
                            + ByteStrings.decode(path)
                            + "' is part of nixpkgs, or of another input, which is not here";
            surroundings.imports().leftOut(reason, position);
            return List.of();
        }
        Value value = surroundings.evaluation().loader().load(path, AttributeSet.EMPTY, position);
        return List.of(module(value, ModuleSource.of(value, position)));
    }

    private Module module(Value value, ModuleSource source) {
        Position position = source.position();
        if (value instanceof Function function) {
            Value result = Calls.call(function, argument(function), position);
            return module(result, new ModuleSource(result, position, false));
        }
        if (value instanceof AttributeSet set && set.has("__functor")) {
            Value result = Calls.call(set, everything(), position);
            return module(result, new ModuleSource(result, position, false));
        }
        if (value instanceof AttributeSet set) {
            if (source.isPlain()) {
                return Module.ofDefinitions(set, position);
            }
            if (set.has(Module.DISABLED)) {
                Position place = Candidate.known(set.position(Module.DISABLED), position);
                surroundings.imports().notDisabled(place);
            }
            return Module.of(set, position);
        }
        if (value instanceof PathValue || value instanceof Text) {
            return Module.of(AttributeSet.of("imports", ListValue.of(value)), position);
        }
        throw new NixException(
                NixException.Kind.FAILED,
                "expected a module, which is a set, a function or a path, but found "
                        + Printer.described(value),
                position);
    }

    /** A function gets what it asks for; where it takes anything, everything. */
    private AttributeSet argument(Function function) {
        Function.Signature signature = function.signature();
        if (!signature.hasPattern()) {
            return everything();
        }
        List<Attribute> asked = new ArrayList<>();
        for (Function.Parameter parameter : signature.parameters()) {
            Lazy known = arguments.get(parameter.name());
            if (known != null) {
                asked.add(new Attribute(parameter.name(), known));
            } else if (!parameter.isOptional()) {
                asked.add(
                        new Attribute(
                                parameter.name(),
                                missing.argument(parameter.name(), parameter.position())));
            }
        }
        AttributeSet given = AttributeSet.of(asked);
        return signature.isOpen() ? everything().update(given) : given;
    }

    private AttributeSet everything() {
        List<Attribute> all = new ArrayList<>();
        arguments.forEach((name, value) -> all.add(new Attribute(name, value)));
        return AttributeSet.of(all);
    }
}
