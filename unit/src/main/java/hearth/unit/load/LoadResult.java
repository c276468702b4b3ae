package hearth.unit.load;

import hearth.unit.Diagnostic;
import hearth.unit.UnitName;
import hearth.unit.syntax.UnitFile;
import java.util.List;
import java.util.Optional;

/** What came of loading a unit. */
public sealed interface LoadResult {

    /** The unit is there. */
    record Loaded(UnitDefinition unit) implements LoadResult {}

    /** No directory has such a unit ({@code not-found}). */
    record NotFound(UnitName name) implements LoadResult {}

    /** The unit is linked to {@code /dev/null}, or its file is empty ({@code masked}). */
    record Masked(UnitName name, String fragmentPath) implements LoadResult {}

    /**
     * The unit says something that it cannot mean ({@code bad-setting}).
     *
     * @param unit as far as it was understood
     * @param diagnostic the reason
     */
    record BadSetting(UnitDefinition unit, Diagnostic diagnostic) implements LoadResult {}

    /**
     * The unit could not be read ({@code error}).
     *
     * @param name whose
     * @param fragmentPath the file, empty where none was reached
     * @param fault what is wrong with the file's text; nothing where there was none to read
     * @param diagnostics the reasons; not empty
     */
    @SuppressWarnings("AvoidCommonTypeNames") // systemd's own word for it
    record Error(
            UnitName name,
            String fragmentPath,
            Optional<UnitFile.Fault> fault,
            List<Diagnostic> diagnostics)
            implements LoadResult {
        public Error {
            diagnostics = List.copyOf(diagnostics);
        }
    }
}
