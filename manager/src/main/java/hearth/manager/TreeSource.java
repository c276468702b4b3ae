package hearth.manager;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.load.UnitSources;
import hearth.unit.load.WrittenLine;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Definitions from a tree of unit files.
 *
 * @param loader reads them
 * @param tree the files
 * @param transientDirectory where transient units' files are said to lie
 */
public record TreeSource(UnitLoader loader, UnitTree tree, String transientDirectory)
        implements UnitSource {

    @Override
    public LoadResult load(UnitName name) {
        return loader.load(name, tree);
    }

    @Override
    public LoadResult loadAgain(UnitName name, Optional<UnitDefinition> before) {
        return loader.load(name, tree, before);
    }

    @Override
    public LoadResult loadTransient(UnitName name, String text) {
        return loader.loadTransient(name, text, transientDirectory + "/" + name.text(), tree);
    }

    @Override
    public Specifiers.Directories directories() {
        return loader.specifiers().directories();
    }

    @Override
    public UnitSources sources(UnitName name) {
        return loader.sources(name, tree);
    }

    @Override
    public List<WrittenLine> written(UnitName name, String directive) {
        return UnitLoader.written(name, tree, directive);
    }

    @Override
    public String meaningOf(UnitName name, String word) {
        return loader.specifiers().resolve(word, name, "")
                        instanceof Specifiers.Resolution.Resolved(String resolved)
                ? resolved
                : word;
    }

    @Override
    public UnitSource withDropIn(UnitName name, String fileName, String text, boolean runtime) {
        Place.Role role = runtime ? Place.Role.RUNTIME_CONTROL : Place.Role.CONTROL;
        List<UnitDirectory> directories = new ArrayList<>();
        for (UnitDirectory directory : tree.directories()) {
            if (directory.place().role() == role) {
                directories.add(with(directory, name.text() + ".d", fileName, text));
            } else if (runtime && directory.place().role() == Place.Role.CONTROL) {
                // A kept one of this name would hide it; systemd lets the last word count.
                directories.add(without(directory, name.text() + ".d", fileName));
            } else {
                directories.add(directory);
            }
        }
        return new TreeSource(loader, new UnitTree(directories), transientDirectory);
    }

    private static UnitDirectory with(
            UnitDirectory directory, String dropIns, String fileName, String text) {
        Map<String, Entry> files = new HashMap<>();
        if (directory.entries().get(dropIns) instanceof Entry.Directory(Map<String, Entry> there)) {
            files.putAll(there);
        }
        files.put(fileName, Entry.File.of(text.getBytes(StandardCharsets.UTF_8), 0));
        return with(directory, dropIns, files);
    }

    private static UnitDirectory without(UnitDirectory directory, String dropIns, String fileName) {
        if (!(directory.entries().get(dropIns)
                instanceof Entry.Directory(Map<String, Entry> there))) {
            return directory;
        }
        Map<String, Entry> files = new HashMap<>(there);
        files.remove(fileName);
        return with(directory, dropIns, files);
    }

    private static UnitDirectory with(
            UnitDirectory directory, String dropIns, Map<String, Entry> files) {
        Map<String, Entry> entries = new HashMap<>(directory.entries());
        entries.put(dropIns, new Entry.Directory(files));
        return new UnitDirectory(directory.place(), entries);
    }
}
