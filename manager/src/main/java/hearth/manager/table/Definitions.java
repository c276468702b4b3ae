package hearth.manager.table;

import hearth.manager.UnitSource;
import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import hearth.unit.load.WrittenLine;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where the definitions of units come from, and what has happened to it since it was read. */
public final class Definitions {
    private UnitSource source;

    /** Transient units that are gone, as long as the source still has their files. */
    private final Set<UnitName> goneTransients = new HashSet<>();

    Definitions(UnitSource source) {
        this.source = source;
    }

    /** Uses another source from now on; units in memory stay as they are. */
    void replace(UnitSource newSource) {
        source = newSource;
        goneTransients.removeIf(name -> !hasTransientFile(name));
    }

    /** Returns a unit; one that was transient is gone even where the source still has its file. */
    LoadResult load(UnitName name) {
        return loadAgain(name, Optional.empty());
    }

    /** Returns a unit as {@link #load}; what is as it was {@code before} is not read again. */
    LoadResult loadAgain(UnitName name, Optional<UnitDefinition> before) {
        return goneTransients.contains(name) && hasTransientFile(name)
                ? new LoadResult.NotFound(name)
                : source.loadAgain(name, before);
    }

    /** Returns where units' own directories lie. */
    Specifiers.Directories directories() {
        return source.directories();
    }

    /** Returns where a unit's files have a directive. */
    public List<WrittenLine> written(UnitName name, String directive) {
        return source.written(name, directive);
    }

    /** Returns what a unit's file means by a word in it. */
    public String meaningOf(UnitName name, String word) {
        return source.meaningOf(name, word);
    }

    /** Returns whether there are files about a unit. */
    boolean hasFiles(UnitName name) {
        return !source.sources(name).equals(UnitSources.NONE);
    }

    private boolean hasTransientFile(UnitName name) {
        return source.load(name) instanceof LoadResult.Loaded(UnitDefinition definition)
                && definition.origin() == UnitDefinition.Origin.TRANSIENT;
    }

    /** Returns a unit that a call defines. */
    public LoadResult loadTransient(UnitName name, String text) {
        return source.loadTransient(name, text);
    }

    /** A call has written a drop-in. */
    public void dropInWritten(UnitName name, String fileName, String text, boolean runtime) {
        replace(source.withDropIn(name, fileName, text, runtime));
    }

    /** A transient unit is gone. */
    void gone(UnitName name) {
        goneTransients.add(name);
    }

    /** A drop-in that the manager itself made has no time yet: it is the same at any time. */
    static boolean differ(UnitSources present, UnitSources known) {
        if (present.files().size() != known.files().size()) {
            return true;
        }
        for (int i = 0; i < known.files().size(); i++) {
            UnitSources.Source before = known.files().get(i);
            UnitSources.Source now = present.files().get(i);
            boolean isSame =
                    before.path().equals(now.path())
                            && (before.mtimeUsec() == 0 || before.mtimeUsec() == now.mtimeUsec());
            if (!isSame) {
                return true;
            }
        }
        return false;
    }

    /** Returns what is to be said about a unit's files. */
    static List<Diagnostic> diagnosticsOf(LoadResult result) {
        return switch (result) {
            case LoadResult.Loaded(UnitDefinition definition) -> definition.diagnostics();
            case LoadResult.BadSetting(UnitDefinition definition, Diagnostic reason) ->
                    Stream.concat(definition.diagnostics().stream(), Stream.of(reason)).toList();
            case LoadResult.Error error -> error.diagnostics();
            case LoadResult.NotFound _, LoadResult.Masked _ -> List.of();
        };
    }
}
