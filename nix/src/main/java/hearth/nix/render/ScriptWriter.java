package hearth.nix.render;

import hearth.nix.declaration.ScriptKind;
import hearth.nix.declaration.WrittenFile;
import java.util.ArrayList;
import java.util.List;

/** Makes files of the scripts that services declare. */
final class ScriptWriter {
    private final String shell;
    private final List<WrittenFile> written = new ArrayList<>();

    /** Writes scripts that a shell runs, named by its absolute path. */
    ScriptWriter(String shell) {
        this.shell = shell;
    }

    /**
     * Writes a script that ends at the first command that fails.
     *
     * @param unitName whose, with its suffix
     * @return what stands for its path
     */
    String write(String unitName, ScriptKind kind, String text) {
        int dot = unitName.lastIndexOf('.');
        String stem = dot < 0 ? unitName : unitName.substring(0, dot);
        String name = (stem + "-" + kind.suffix()).replace('\\', '-').replace('@', '_');
        var file =
                new WrittenFile(
                        "unit-script-" + name,
                        "bin/" + name,
                        "#!" + shell + "\nset -e\n\n" + text + "\n",
                        true);
        written.add(file);
        return file.filePath();
    }

    /** Returns what was written. */
    List<WrittenFile> written() {
        return List.copyOf(written);
    }
}
