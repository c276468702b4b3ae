package hearth.daemon.tree;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Budgets;
import hearth.budget.Resource;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.body.Bytes;
import hearth.daemon.protocol.record.EntryKind;
import hearth.daemon.protocol.record.TreeEntry;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileBudgetTest {
    private static final int MEBIBYTE = 1 << 20;

    private final Budgets budgets = new Budgets(64 * MEBIBYTE, (_, _) -> {});
    private final FileBudget budget = new FileBudget(budgets.of(2001));

    private static TreeEntry file(String name, String content) {
        return new TreeEntry(0, name, EntryKind.FILE, 1, "", "", Bytes.of(content), 0);
    }

    private static List<TreeEntry> largeFiles(int count) {
        var files = new ArrayList<TreeEntry>();
        for (int i = 0; i < count; i++) {
            files.add(file("f" + i + ".service", "#".repeat(MEBIBYTE)));
        }
        return files;
    }

    private static List<TreeEntry> unread(List<TreeEntry> entries) {
        return entries.stream().filter(entry -> entry.error() != 0).toList();
    }

    @Test
    void filesThatFitAreReadAsTheyAre() {
        List<TreeEntry> files = List.of(file("a.service", "[Service]\n"));
        assertThat(budget.afford(files)).isEqualTo(files);
        assertThat(budgets.of(2001).used(Resource.UNIT_FILES)).isPositive();
    }

    @Test
    void thirtyFilesOfAMebibyteFillOneUsersBudgetAndNotTheHeap() {
        List<TreeEntry> afforded = budget.afford(largeFiles(31));
        assertThat(unread(afforded)).isNotEmpty().allMatch(entry -> entry.content().length() == 0);
        assertThat(budgets.heaviest().bytes()).isLessThan(64 * MEBIBYTE / 4);
    }

    @Test
    void manyShortLinesWeighMoreThanTheirBytes() {
        budget.afford(List.of(file("a.service", "a=\n".repeat(1_000))));
        assertThat(budgets.of(2001).used(Resource.UNIT_FILES)).isGreaterThan(100_000);
    }

    @Test
    void whoReadsAgainIsChargedOnce() {
        List<TreeEntry> files = List.of(file("a.service", "#".repeat(MEBIBYTE)));
        budget.afford(files);
        long once = budgets.of(2001).used(Resource.UNIT_FILES);
        budget.afford(files);
        assertThat(budgets.of(2001).used(Resource.UNIT_FILES)).isEqualTo(once);
    }

    @Test
    void theHandIsAskedForNoMoreThanThereIsRoomFor() {
        assertThat(budget.begin(32 * MEBIBYTE)).isLessThan(8 * MEBIBYTE).isGreaterThan(MEBIBYTE);
        assertThat(budget.entriesMax(50_000)).isBetween(10_000, 49_999);
    }

    @Test
    void whatIsOnItsWayIsChargedUntilItHasBeenRead() {
        int bytes = budget.begin(32 * MEBIBYTE);
        assertThat(budgets.of(2001).used(Resource.UNIT_FILES)).isEqualTo(2L * bytes);

        budget.ends();
        assertThat(budgets.of(2001).used(Resource.UNIT_FILES)).isZero();
    }

    @Test
    void whatWasReadOnceFitsWhenItIsReadAgain() {
        int bytes = budget.begin(32 * MEBIBYTE);
        List<TreeEntry> files = List.of(file("a.service", "#".repeat(bytes - 1_024)));
        assertThat(unread(budget.afford(files))).isEmpty();
        budget.ends();

        assertThat(budget.begin(32 * MEBIBYTE)).isEqualTo(bytes);
        assertThat(unread(budget.afford(files))).isEmpty();
    }

    @Test
    void readingsOfManyUsersAtOnceLeaveRoomInTheHeap() {
        for (int uid = 1; uid <= 10; uid++) {
            var one = new FileBudget(budgets.of(uid));
            one.afford(largeFiles(8));
            one.begin(32 * MEBIBYTE);
        }

        long used = 0;
        for (int uid = 1; uid <= 10; uid++) {
            used += budgets.of(uid).used(Resource.UNIT_FILES);
        }
        assertThat(used).isLessThan(64 * MEBIBYTE / 2);
    }

    @Test
    void filesThatAreForgottenCostNothing() {
        budget.afford(largeFiles(2));
        budget.close();
        assertThat(budget.afford(largeFiles(2))).isEmpty();
        assertThat(budgets.heaviest().bytes()).isZero();
    }

    @Test
    void aUnitWithoutRoomSaysTheLimitsName() {
        List<TreeEntry> afforded = budget.afford(largeFiles(31));
        TreeEntry last = afforded.getLast();
        assertThat(
                        HandTree.of(
                                        List.of(new Place("/units", Place.Role.ADMINISTRATOR)),
                                        new HandEvent.Tree(List.of(last), List.of(), false),
                                        List.of(),
                                        _ -> {})
                                .getFirst()
                                .entries()
                                .get(last.name()))
                .isInstanceOfSatisfying(
                        Entry.Unreadable.class,
                        entry -> assertThat(entry.reason()).contains("limit unit-file-bytes"));
    }

    @Test
    void allUsersAtOnceHaveRoomForAFewSmallFiles() {
        List<FileBudget> all = new ArrayList<>();
        for (int i = 0; i < budgets.usersMax(); i++) {
            all.add(new FileBudget(budgets.of(3_000 + i)));
        }
        all.forEach(one -> assertThat(one.begin(FileBudget.FIRST_BYTES)).isEqualTo(16 << 10));
        List<TreeEntry> files =
                List.of(file("t.service", "[Service]\nExecStart=/bin/sleep infinity\n"));

        assertThat(all).allMatch(one -> one.afford(files).equals(files));
    }
}
