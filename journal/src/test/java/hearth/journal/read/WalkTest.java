package hearth.journal.read;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.journal.Entries;
import hearth.journal.EntryTime;
import hearth.journal.Field;
import hearth.journal.Id128;
import hearth.journal.file.HeapStorage;
import hearth.journal.file.Shape;
import hearth.journal.write.JournalWriter;
import hearth.journal.write.NewFile;
import hearth.journal.write.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WalkTest {
    private static List<JournalFile> open(List<Images.Written> written) throws IOException {
        List<JournalFile> files = new ArrayList<>();
        for (Images.Written one : written) {
            files.add(Images.open(one));
        }
        return files;
    }

    private static List<Entries.Given> all(List<Images.Written> written) {
        return written.stream()
                .flatMap(one -> one.entries().stream())
                .sorted(Comparator.comparingLong(entry -> entry.time().realtimeUsec()))
                .toList();
    }

    private static List<EntryTime> times(List<Entry> entries) {
        return entries.stream().map(Entry::time).toList();
    }

    private static List<EntryTime> times(
            List<Entries.Given> entries, Predicate<Entries.Given> test) {
        return entries.stream().filter(test).map(Entries.Given::time).toList();
    }

    @Test
    void anEntryComesBackAsItWasWritten() throws IOException {
        for (boolean isCompact : List.of(true, false)) {
            List<Images.Written> written = Images.write(1, 500, isCompact, 3);
            Walk walk = Walk.forward(open(written), Match.ALL, new Place.Head(), Images.noDamage());
            List<Entry> read = Images.rest(walk);
            assertThat(read).hasSize(500);
            for (int i = 0; i < 500; i++) {
                Entries.Given given = written.getFirst().entries().get(i);
                assertThat(read.get(i).time()).isEqualTo(given.time());
                assertThat(read.get(i).payloads())
                        .containsExactlyInAnyOrderElementsOf(
                                given.fields().stream().map(Field::payload).toList());
            }
        }
    }

    @Test
    void severalFilesAreOneStreamInBothDirections() throws IOException {
        List<Images.Written> written = Images.write(4, 2000, true, 4);
        Walk forward = Walk.forward(open(written), Match.ALL, new Place.Head(), Images.noDamage());
        List<EntryTime> expected = times(all(written), _ -> true);
        assertThat(times(Images.rest(forward))).isEqualTo(expected);
        Walk backward =
                Walk.backward(open(written), Match.ALL, new Place.Tail(), Images.noDamage());
        assertThat(times(Images.rest(backward))).isEqualTo(expected.reversed());
    }

    @Test
    void matchesSayWhichEntriesAreWanted() throws IOException {
        List<Images.Written> written = Images.write(2, 2000, true, 5);
        Field priority = Field.of("PRIORITY", "3");
        Field one = Field.of("SYSLOG_IDENTIFIER", "service1");
        Field two = Field.of("SYSLOG_IDENTIFIER", "service2");
        Match match =
                Match.all(
                        Match.has("PRIORITY", "3"),
                        Match.any(
                                Match.has("SYSLOG_IDENTIFIER", "service1"),
                                Match.has("SYSLOG_IDENTIFIER", "service2")));
        List<EntryTime> expected =
                times(
                        all(written),
                        entry ->
                                entry.fields().contains(priority)
                                        && (entry.fields().contains(one)
                                                || entry.fields().contains(two)));
        assertThat(expected).hasSizeGreaterThan(20);
        assertThat(
                        times(
                                Images.rest(
                                        Walk.forward(
                                                open(written),
                                                match,
                                                new Place.Head(),
                                                Images.noDamage()))))
                .isEqualTo(expected);
        assertThat(
                        times(
                                Images.rest(
                                        Walk.backward(
                                                open(written),
                                                match,
                                                new Place.Tail(),
                                                Images.noDamage()))))
                .isEqualTo(expected.reversed());
    }

    @Test
    void aFieldThatNobodyHasFindsNothing() throws IOException {
        List<Images.Written> written = Images.write(2, 100, true, 5);
        for (Match match : List.of(Match.has("PRIORITY", "nine"), Match.any())) {
            Walk walk = Walk.forward(open(written), match, new Place.Head(), Images.noDamage());
            assertThat(walk.next()).isEmpty();
        }
    }

    @Test
    void readingBeginsAtATimeOrACursor() throws IOException {
        List<Images.Written> written = Images.write(3, 1000, true, 6);
        List<EntryTime> expected = times(all(written), _ -> true);
        for (int i : List.of(0, 1, 500, 998, 999)) {
            var time = new Place.Realtime(expected.get(i).realtimeUsec());
            Walk walk = Walk.forward(open(written), Match.ALL, time, Images.noDamage());
            List<Entry> rest = Images.rest(walk);
            assertThat(times(rest)).isEqualTo(expected.subList(i, 1000));
            var cursor = EntryCursor.parse(rest.getFirst().cursor().toString()).orElseThrow();
            var at = new Place.At(cursor);
            assertThat(
                            times(
                                    Images.rest(
                                            Walk.forward(
                                                    open(written),
                                                    Match.ALL,
                                                    at,
                                                    Images.noDamage()))))
                    .isEqualTo(expected.subList(i, 1000));
            assertThat(
                            times(
                                    Images.rest(
                                            Walk.backward(
                                                    open(written),
                                                    Match.ALL,
                                                    at,
                                                    Images.noDamage()))))
                    .isEqualTo(expected.subList(0, i).reversed());
        }
    }

    @Test
    void whoFollowsSeesWhatIsWrittenLater() throws IOException {
        var storage = new HeapStorage();
        var file =
                new NewFile(
                        new Id128(1, 1), new Id128(1, 2), Entries.BOOT, new Shape(true), 509, 67);
        JournalWriter writer =
                JournalWriter.create(storage, file, new Sequence(Images.SEQUENCE, 0), 64 << 20);
        var entries = new Entries(9);
        var first = entries.next();
        writer.append(first.time(), first.fields());
        writer.commit();
        List<JournalFile> files = List.of(JournalFile.open(storage, 16));
        for (Place place : List.of(new Place.Tail(), new Place.Head())) {
            Walk walk = Walk.forward(files, Match.has("_UID", "1000"), place, Images.noDamage());
            Images.rest(walk);
            for (int i = 0; i < 20; i++) {
                var later = entries.next();
                writer.append(later.time(), later.fields());
                writer.commit();
                assertThat(walk.next()).isEmpty();
                walk.refresh();
                assertThat(walk.next().map(Entry::time)).contains(later.time());
            }
        }
    }

    @Test
    void aCopyOfAnEntryIsToldOnce() throws IOException {
        List<Images.Written> written = Images.write(1, 50, true, 6);
        var twice = List.of(written.getFirst(), written.getFirst());
        Walk walk = Walk.forward(open(twice), Match.ALL, new Place.Head(), Images.noDamage());
        assertThat(Images.rest(walk)).hasSize(50);
    }

    @Test
    void theOtherFilesGoOnWhereOneIsDamaged() throws IOException {
        List<Images.Written> written = Images.write(2, 400, true, 7);
        byte[] bytes = written.getFirst().storage().bytes();
        java.util.Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x55);
        var damaged = new Images.Written(new HeapStorage(bytes), List.of());
        List<String> said = new ArrayList<>();
        List<Entry> read =
                Images.rest(
                        Walk.forward(
                                open(List.of(damaged, written.getLast())),
                                Match.ALL,
                                new Place.Head(),
                                said::add));
        assertThat(said).hasSize(1);
        assertThat(times(read)).containsAll(times(written.getLast().entries(), _ -> true));
        assertThat(read).hasSizeGreaterThan(written.getLast().entries().size() + 10);
    }
}
