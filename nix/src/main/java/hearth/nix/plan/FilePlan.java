package hearth.nix.plan;

import hearth.nix.declaration.Position;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.RenderedFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happens to files.
 *
 * <p>A file is ours where we wrote it and nobody has changed it since. Ours are replaced and taken
 * away; others' are refused, unless they are to be adopted.
 *
 * @param changes in the order of names
 * @param refusals where there is one, nothing may be changed
 * @param owned what will be ours afterwards, by name
 */
public record FilePlan(
        List<FileChange> changes, List<Refusal> refusals, SortedMap<FileName, RenderedFile> owned) {
    public FilePlan {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
        owned = Collections.unmodifiableSortedMap(new TreeMap<>(owned));
    }

    /**
     * What to do about others' files, and about what is no longer declared.
     *
     * @param adopts whether others' files are replaced
     * @param prunes whether what is no longer declared is taken away
     */
    public record Choices(boolean adopts, boolean prunes) {
        /** Without any wish. */
        public static final Choices DEFAULT = new Choices(false, true);
    }

    /**
     * Returns what has to happen.
     *
     * @param ours what we wrote before, by name
     * @param wanted what is declared, by name
     */
    public static FilePlan of(
            Ours ours, SortedMap<FileName, RenderedFile> wanted, Disk disk, Choices choices) {
        var draft = new Draft(ours, disk, choices);
        wanted.forEach(draft::want);
        ours.files()
                .forEach((name, file) -> {
                    if (!wanted.containsKey(name)) {
                        draft.drop(name, file);
                    }
                });
        ours.interrupted()
                .forEach((name, file) -> {
                    if (!wanted.containsKey(name) && !ours.files().containsKey(name)) {
                        draft.clear(name, file);
                    }
                });
        return draft.plan();
    }

    /**
     * What we wrote before.
     *
     * @param files by name
     * @param interrupted what was being written when somebody was interrupted, by name
     */
    public record Ours(
            SortedMap<FileName, RenderedFile> files,
            SortedMap<FileName, RenderedFile> interrupted) {
        /** Nothing. */
        public static final Ours NOTHING = new Ours(new TreeMap<>(), new TreeMap<>());

        public Ours {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
            interrupted = Collections.unmodifiableSortedMap(new TreeMap<>(interrupted));
        }

        /** Returns whether we wrote this content there. */
        boolean wrote(FileName name, FileContent content) {
            return has(files, name, content) || has(interrupted, name, content);
        }

        private static boolean has(
                SortedMap<FileName, RenderedFile> files, FileName name, FileContent content) {
            RenderedFile file = files.get(name);
            return file != null && file.content().equals(content);
        }
    }

    /** Returns whether no file has to change. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** A plan in the making. */
    private static final class Draft {
        private final Ours ours;
        private final Disk disk;
        private final Choices choices;
        private final List<FileChange> changes = new ArrayList<>();
        private final List<Refusal> refusals = new ArrayList<>();
        private final SortedMap<FileName, RenderedFile> owned = new TreeMap<>();

        Draft(Ours ours, Disk disk, Choices choices) {
            this.ours = ours;
            this.disk = disk;
            this.choices = choices;
        }

        void want(FileName name, RenderedFile file) {
            owned.put(name, file);
            switch (disk.at(name)) {
                case OnDisk.Missing missing ->
                        changes.add(new FileChange.Create(name, file.content()));
                case OnDisk.Untouchable(String what) ->
                        refusals.add(new Refusal(name, file.position(), what, false));
                case OnDisk.Present(FileContent there) -> {
                    if (there.equals(file.content())) {
                        return;
                    }
                    if (ours.wrote(name, there) || choices.adopts()) {
                        changes.add(new FileChange.Replace(name, there, file.content()));
                    } else {
                        refusals.add(new Refusal(name, file.position(), whose(name), true));
                    }
                }
            }
        }

        void drop(FileName name, RenderedFile file) {
            if (!choices.prunes()) {
                owned.put(name, file);
                return;
            }
            switch (disk.at(name)) {
                case OnDisk.Missing missing -> {} // somebody was faster
                case OnDisk.Untouchable(String what) ->
                        refusals.add(new Refusal(name, Position.NOWHERE, what, false));
                case OnDisk.Present(FileContent there) -> {
                    if (ours.wrote(name, there) || choices.adopts()) {
                        changes.add(new FileChange.Delete(name, there));
                    } else {
                        refusals.add(new Refusal(name, Position.NOWHERE, whose(name), true));
                    }
                }
            }
        }

        /** What was being written when somebody was interrupted is left to nobody. */
        void clear(FileName name, RenderedFile file) {
            if (disk.at(name) instanceof OnDisk.Present(FileContent there)
                    && there.equals(file.content())) {
                changes.add(new FileChange.Delete(name, there));
            }
        }

        private String whose(FileName name) {
            return ours.files().containsKey(name)
                    ? "was changed since it was written"
                    : "is there already and was not declared";
        }

        FilePlan plan() {
            changes.sort(Comparator.comparing(FileChange::name));
            return new FilePlan(changes, refusals, owned);
        }
    }
}
