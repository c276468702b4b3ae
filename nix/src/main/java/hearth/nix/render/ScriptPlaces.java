package hearth.nix.render;

import hearth.nix.declaration.Position;
import hearth.nix.declaration.WrittenFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the real paths of written files in the place of what stands for them, and those files that
 * are really referred to beside the units.
 */
final class ScriptPlaces {
    private final String directory;
    private final Map<String, WrittenFile> byDigest = new HashMap<>();
    private final FileDraft files;

    /**
     * Knows these files.
     *
     * @param directory where they will lie, absolute
     * @param files where those that are referred to are added
     */
    ScriptPlaces(String directory, List<WrittenFile> known, FileDraft files) {
        this.directory = directory;
        this.files = files;
        known.forEach(this::know);
    }

    /** Knows one more. */
    void know(WrittenFile file) {
        byDigest.put(digest(file.entryName()), file);
    }

    /** Returns the text with real paths. */
    String resolve(String text) {
        int start = text.indexOf(WrittenFile.PLACEHOLDER_PREFIX);
        if (start < 0) {
            return text;
        }
        StringBuilder resolved = new StringBuilder();
        int copied = 0;
        while (start >= 0) {
            int name = start + WrittenFile.PLACEHOLDER_PREFIX.length();
            WrittenFile file = byDigest.get(digest(text.substring(name)));
            if (file != null && text.startsWith(file.entryName(), name)) {
                resolved.append(text, copied, start).append(directory).append('/');
                copied = name;
                place(file);
            }
            start = text.indexOf(WrittenFile.PLACEHOLDER_PREFIX, name);
        }
        return resolved.append(text, copied, text.length()).toString();
    }

    private void place(WrittenFile file) {
        String path =
                file.inside().isEmpty() ? file.entryName() : file.entryName() + "/" + file.inside();
        var name = new FileName(Directory.SCRIPTS, path);
        if (!files.has(name)) {
            // Contents name what was there before them, so this ends.
            files.add(
                    name,
                    new FileContent.Regular(resolve(file.text()), file.isExecutable()),
                    Position.NOWHERE,
                    file.name());
        }
    }

    private static String digest(String entryName) {
        int dash = entryName.indexOf('-');
        return dash < 0 ? "" : entryName.substring(0, dash);
    }
}
