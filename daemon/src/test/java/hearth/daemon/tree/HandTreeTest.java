package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandTreeTest {
    private static final int EACCES = 13;
    private static final int ENOENT = 2;
    private static final List<Place> PLACES =
            List.of(
                    new Place("/home/alice/.config/systemd/user", Place.Role.CONFIG),
                    new Place("/home/alice/.local/share/systemd/user", Place.Role.VENDOR));

    private final List<String> complaints = new ArrayList<>();

    private List<UnitDirectory> read(TreeEntry... entries) {
        return HandTree.of(
                PLACES,
                new HandEvent.Tree(List.of(entries), List.of(), false),
                List.of(),
                complaints::add);
    }

    @Test
    void whatIsAsItWasIsNotKeptTwice() {
        TreeEntry same = file(0, "a.service", "[Service]\nExecStart=/bin/a\n");
        TreeEntry before = file(0, "b.service", "[Service]\nExecStart=/bin/b\n");
        TreeEntry now = file(0, "b.service", "[Service]\nExecStart=/bin/c\n");
        List<UnitDirectory> known = read(same, before);

        List<UnitDirectory> read =
                HandTree.of(
                        PLACES,
                        new HandEvent.Tree(List.of(same, now), List.of(), false),
                        known,
                        complaints::add);

        assertThat(read.getFirst().entries().get("a.service"))
                .isSameAs(known.getFirst().entries().get("a.service"));
        assertThat(read.getFirst().entries().get("b.service"))
                .isNotEqualTo(known.getFirst().entries().get("b.service"));
    }

    private static TreeEntry file(int directory, String name, String text) {
        return entry(directory, name, EntryKind.FILE, "", text, 0);
    }

    private static TreeEntry entry(
            int directory, String name, EntryKind kind, String target, String text, int error) {
        return new TreeEntry(directory, name, kind, 7, target, "", Bytes.of(text), error);
    }

    private static Entry content(String text) {
        return Entry.File.of(Bytes.of(text).toArray(), 7);
    }

    @Test
    void filesAreInTheirDirectoriesInTheOrderOfTheQuestion() {
        List<UnitDirectory> directories =
                read(file(1, "b.service", "b"), file(0, "a.service", "a"));

        assertThat(directories).extracting(UnitDirectory::place).isEqualTo(PLACES);
        assertThat(directories.getFirst().entries()).isEqualTo(Map.of("a.service", content("a")));
        assertThat(directories.getLast().entries()).isEqualTo(Map.of("b.service", content("b")));
    }

    @Test
    void dropInsAreBelowTheirDirectoryHoweverTheyCome() {
        List<UnitDirectory> directories =
                read(
                        file(0, "a.service.d/x.conf", "x"),
                        entry(0, "a.service.d", EntryKind.DIRECTORY, "", "", 0));

        assertThat(directories.getFirst().entries())
                .isEqualTo(
                        Map.of("a.service.d", new Entry.Directory(Map.of("x.conf", content("x")))));
    }

    @Test
    void linksHaveTheirTargetAndWhatIsThere() {
        Map<String, Entry> entries =
                read(
                                entry(0, "l.service", EntryKind.LINK, "../l.service", "l", 0),
                                entry(0, "m.service", EntryKind.LINK, "/dev/null", "", 0),
                                entry(0, "n.service", EntryKind.LINK, "gone", "", ENOENT))
                        .getFirst()
                        .entries();

        assertThat(entries)
                .containsEntry("l.service", new Entry.Link("../l.service", content("l")))
                .containsEntry("m.service", new Entry.Link("/dev/null", new Entry.NullDevice()))
                .containsEntry("n.service", new Entry.Link("gone", new Entry.Missing()));
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        assertThat(read(entry(0, "a.service", EntryKind.FILE, "", "", EACCES)).getFirst().entries())
                .containsEntry("a.service", new Entry.Unreadable("permission denied", 7));
    }

    @Test
    void whatIsNoFileIsLeftOutWithAWord() {
        List<UnitDirectory> directories = read(entry(0, "a.service", EntryKind.OTHER, "", "", 0));

        assertThat(directories.getFirst().entries()).isEmpty();
        assertThat(complaints)
                .containsExactly(PLACES.getFirst().path() + "/a.service is no file: ignored");
    }

    @Test
    void anEntryOfNoDirectoryIsPassedOver() {
        assertThat(read(file(2, "a.service", "a"), file(-1, "b.service", "b")))
                .allSatisfy(directory -> assertThat(directory.entries()).isEmpty());
    }
}
