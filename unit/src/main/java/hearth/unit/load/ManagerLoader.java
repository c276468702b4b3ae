package hearth.unit.load;

import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.catalogue.ManagerSettings;
import hearth.unit.catalogue.Vocabulary;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.UnitFile;
import java.util.List;

/**
 * Reads what a manager is told by {@code user.conf} and its drop-ins; has no state but what it was
 * made with.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd-user.conf.5.html">
 *     systemd-user.conf(5)</a>
 */
public final class ManagerLoader {
    /** The unit that a manager's own processes are in: what it says of itself is said of that. */
    private static final UnitName MANAGER = UnitName.parse("init.scope").orElseThrow();

    private final Specifiers specifiers;

    /** Makes a loader for one manager. */
    public ManagerLoader(Specifiers specifiers) {
        this.specifiers = specifiers;
    }

    /**
     * One file.
     *
     * @param path absolute, for messages
     * @param content what is written in it
     */
    public record File(String path, UnitFile content) {}

    /**
     * What the files say.
     *
     * @param settings values by row of {@link ManagerSettings}
     * @param diagnostics what was ignored, and what has no effect here
     */
    public record Loaded(Settings settings, List<Diagnostic> diagnostics) {
        public Loaded {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /** Returns what files say, later ones winning. */
    public Loaded load(List<File> files) {
        UnitReader reader = new UnitReader(Vocabulary.ofManagers(), MANAGER, specifiers, "");
        files.forEach(file -> reader.readDropIn(file.content(), file.path()));
        return new Loaded(reader.settings(), reader.diagnostics());
    }
}
