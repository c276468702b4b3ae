package hearth.daemon.tree;

import hearth.daemon.configuration.LayeredFiles;
import hearth.daemon.configuration.ManagerTexts;
import hearth.unit.install.PresetRules;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the distributor and the administrator want enabled for users; understood again only when a
 * file has changed. For the files worker.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.preset.5.html">systemd.preset(5)</a>
 */
final class Presets {
    private final LayeredFiles files;
    private Map<String, ManagerTexts.Text> texts = Map.of();
    private PresetRules rules = PresetRules.NONE;

    /**
     * Makes a reader.
     *
     * @param root {@code /}; another directory for tests
     */
    Presets(Path root) {
        files =
                new LayeredFiles(
                        Stream.of(
                                        "etc/systemd/user-preset",
                                        "run/systemd/user-preset",
                                        "usr/local/lib/systemd/user-preset",
                                        "usr/lib/systemd/user-preset")
                                .map(root::resolve)
                                .toList(),
                        name -> name.endsWith(".preset"));
    }

    /** Returns the rules of this machine. */
    PresetRules read() {
        Map<String, ManagerTexts.Text> now = files.read();
        if (!now.equals(texts)) {
            texts = now;
            var contents = new HashMap<String, String>();
            now.forEach((name, text) -> contents.put(name, text.content()));
            rules = PresetRules.parse(contents);
        }
        return rules;
    }
}
