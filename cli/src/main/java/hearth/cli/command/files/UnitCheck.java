package hearth.cli.command.files;

import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the manager would say of a unit that it finds in a tree. */
public final class UnitCheck {
    /** With this a template is looked at, which by itself is no unit. */
    private static final String ANY_INSTANCE = "x";

    private UnitCheck() {}

    /**
     * What came of loading it.
     *
     * @param unit as far as it was understood; nothing where there is none, or it is masked
     * @param said what there is to say of it, each with file and line
     */
    public record Result(Optional<UnitDefinition> unit, List<Diagnostic> said) {
        /** Copies the list. */
        public Result {
            said = List.copyOf(said);
        }
    }

    /** Loads a unit. */
    public static Result of(UnitName name, UnitTree tree, Specifiers specifiers) {
        UnitName loaded = name.isTemplate() ? name.withInstance(ANY_INSTANCE).orElse(name) : name;
        return switch (new UnitLoader(specifiers).load(loaded, tree)) {
            case LoadResult.Loaded(UnitDefinition unit) ->
                    new Result(Optional.of(unit), unit.diagnostics());
            case LoadResult.BadSetting(UnitDefinition unit, Diagnostic reason) -> {
                var said = new ArrayList<Diagnostic>(unit.diagnostics());
                said.remove(reason);
                said.add(worst(reason));
                yield new Result(Optional.of(unit), said);
            }
            case LoadResult.Error error ->
                    new Result(
                            Optional.empty(),
                            error.diagnostics().stream().map(UnitCheck::worst).toList());
            case LoadResult.Masked _ -> new Result(Optional.empty(), List.of());
            case LoadResult.NotFound _ -> new Result(Optional.empty(), List.of());
        };
    }

    /** What keeps a unit from being used is an error, whatever the reader called it. */
    private static Diagnostic worst(Diagnostic reason) {
        return new Diagnostic(
                reason.file(), reason.line(), reason.column(), Severity.ERROR, reason.message());
    }
}
