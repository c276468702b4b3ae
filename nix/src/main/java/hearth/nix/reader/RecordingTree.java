package hearth.nix.reader;

import hearth.nix.source.OutsideTreeException;
import hearth.nix.source.SourceTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files that remember what has been read of them, and refuse what others may write. */
final class RecordingTree implements SourceTree {
    /** Larger files are not kept to show lines of them. */
    private static final int MAX_SHOWN_BYTES = 4 << 20;

    private final SourceTree files;
    private final Optional<FileTrust> trust;
    private final Map<String, byte[]> read = new LinkedHashMap<>();

    /**
     * Records what is read.
     *
     * @param trust whose files are read; anybody's where it is nothing
     */
    RecordingTree(SourceTree files, Optional<FileTrust> trust) {
        this.files = files;
        this.trust = trust;
    }

    /** Returns the paths of what was read, in that order. */
    List<String> paths() {
        return List.copyOf(read.keySet());
    }

    /** Returns the texts that were read, by path. */
    SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        read.forEach(
                (path, content) -> texts.put(path, new String(content, StandardCharsets.UTF_8)));
        return texts;
    }

    @Override
    public Optional<Kind> kind(String path) throws IOException {
        return files.kind(path);
    }

    @Override
    public String resolve(String path) throws IOException {
        return files.resolve(path);
    }

    @Override
    public byte[] read(String path) throws OutsideTreeException, IOException {
        byte[] content = files.read(path);
        if (trust.isPresent()) {
            Optional<String> objection = trust.get().objection(Path.of(path));
            if (objection.isPresent()) {
                throw new FileSystemException(path, null, objection.get());
            }
        }
        if (content.length <= MAX_SHOWN_BYTES) {
            read.put(path, content);
        }
        return content;
    }

    @Override
    public Map<String, Kind> list(String path) throws IOException {
        return files.list(path);
    }
}
