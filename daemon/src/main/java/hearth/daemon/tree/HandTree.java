package hearth.daemon.tree;

import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a hand has read of its user's directories, as directories of units. */
public final class HandTree {
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EFBIG = 27;
    private static final int ELOOP = 40;

    private HandTree() {}

    /**
     * Returns the directories of a hand's answer. FIFOs, sockets and devices are left out: nobody
     * means a unit by them.
     *
     * @param places what was asked for, in the order of the question
     * @param known directories that were read before; what is as it was is not kept twice
     * @param complaints told what was left out
     */
    public static List<UnitDirectory> of(
            List<Place> places,
            HandEvent.Tree tree,
            List<UnitDirectory> known,
            Consumer<String> complaints) {
        var top = new ArrayList<Map<String, Entry>>();
        places.forEach(_ -> top.add(new HashMap<>()));
        var inner = new HashMap<String, Map<String, Entry>>();
        for (TreeEntry entry : tree.entries()) {
            int index = entry.directory();
            if (index < 0 || index >= top.size()) {
                continue; // a hand's word: it can harm nobody but its user
            }
            if (entry.kind() == EntryKind.OTHER) {
                complaints.accept(
                        places.get(index).path() + "/" + entry.name() + " is no file: ignored");
                continue;
            }
            int slash = entry.name().indexOf('/');
            if (slash < 0) {
                top.get(index).put(entry.name(), toEntry(entry));
            } else {
                inner.computeIfAbsent(
                                index + "/" + entry.name().substring(0, slash),
                                _ -> new HashMap<>())
                        .put(entry.name().substring(slash + 1), toEntry(entry));
            }
        }
        inner.forEach((key, entries) -> attach(top, key, entries));
        var directories = new ArrayList<UnitDirectory>();
        Map<Place, UnitDirectory> before = new HashMap<>();
        known.forEach(directory -> before.put(directory.place(), directory));
        for (int i = 0; i < places.size(); i++) {
            UnitDirectory old = before.get(places.get(i));
            if (old != null) {
                top.get(i)
                        .replaceAll((name, entry) ->
                                old.entry(name).filter(entry::equals).orElse(entry));
            }
            directories.add(UnitDirectory.of(places.get(i), top.get(i)));
        }
        return directories;
    }

    private static void attach(
            List<Map<String, Entry>> top, String key, Map<String, Entry> entries) {
        int slash = key.indexOf('/');
        var parent = top.get(Integer.parseInt(key.substring(0, slash)));
        String name = key.substring(slash + 1);
        Entry directory = new Entry.Directory(entries);
        Entry before = parent.get(name);
        parent.put(
                name,
                before instanceof Entry.Link(String target, Entry _)
                        ? new Entry.Link(target, directory)
                        : directory);
    }

    private static Entry toEntry(TreeEntry entry) {
        return switch (entry.kind()) {
            case FILE -> content(entry);
            case DIRECTORY -> new Entry.Directory(Map.of());
            case LINK -> new Entry.Link(entry.target(), destination(entry));
            case OTHER -> new Entry.Missing();
        };
    }

    private static Entry destination(TreeEntry entry) {
        if (entry.target().equals("/dev/null") || entry.resolved().equals("/dev/null")) {
            return new Entry.NullDevice();
        }
        return entry.error() == ENOENT ? new Entry.Missing() : content(entry);
    }

    private static Entry content(TreeEntry entry) {
        return switch (entry.error()) {
            case 0 -> Entry.File.of(entry.content().toArray(), entry.modifiedUsec());
            case EACCES -> new Entry.Unreadable("permission denied", entry.modifiedUsec());
            case EFBIG -> new Entry.Unreadable("larger than 1 MiB", entry.modifiedUsec());
            case FileBudget.ENOBUFS ->
                    new Entry.Unreadable(
                            Account.refusal(Resource.UNIT_FILES), entry.modifiedUsec());
            case ELOOP -> new Entry.Unreadable("too many symbolic links", entry.modifiedUsec());
            default -> new Entry.Unreadable("cannot be read (errno " + entry.error() + ")", 0);
        };
    }
}
