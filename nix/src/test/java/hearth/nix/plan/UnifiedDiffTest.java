package hearth.nix.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    @Test
    void equalTextsDoNotDiffer() {
        assertThat(UnifiedDiff.of("a\nb\n", "a\nb\n")).isEmpty();
    }

    @Test
    void aChangedLineStandsBetweenItsNeighbours() {
        assertThat(UnifiedDiff.of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo(
                        """
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void aNewTextIsAllAdded() {
        assertThat(UnifiedDiff.of("", "a\nb\n")).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
    }

    @Test
    void aTextThatIsGoneIsAllRemoved() {
        assertThat(UnifiedDiff.of("a\n", "")).isEqualTo("@@ -1 +0,0 @@\n-a\n");
    }

    @Test
    void farChangesAreHunksOfTheirOwn() {
        String middle = "m\n".repeat(10);

        assertThat(UnifiedDiff.of("a\n" + middle + "b\n", "A\n" + middle + "B\n"))
                .isEqualTo(
                        """
                        @@ -1,4 +1,4 @@
                        -a
                        +A
                         m
                         m
                         m
                        @@ -9,4 +9,4 @@
                         m
                         m
                         m
                        -b
                        +B
                        """);
    }

    @Test
    void aMissingNewlineAtTheEndIsSaid() {
        assertThat(UnifiedDiff.of("a\nb", "a\nb\n"))
                .isEqualTo("@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    }

    @Test
    void textsTooLongToCompareAreReplacedAsAWhole() {
        String old = lines("a", 5_000);
        String now = lines("b", 5_000);

        assertThat(patch(old, UnifiedDiff.of(old, now))).isEqualTo(now);
    }

    private static String lines(String prefix, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(prefix).append(i).append('\n');
        }
        return text.toString();
    }

    @Test
    void appliedToTheOldTextItGivesTheNew() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String old = randomText(random);
            String now = randomText(random);

            assertThat(patch(old, UnifiedDiff.of(old, now)))
                    .as("from <%s> to <%s>", old, now)
                    .isEqualTo(now);
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return text.toString();
    }

    /** What patch(1) does. */
    private static String patch(String old, String diff) {
        List<String> from = old.isEmpty() ? List.of() : List.of(old.split("\n"));
        List<String> to = new ArrayList<>();
        int at = 0;
        for (String line : diff.isEmpty() ? new String[0] : diff.split("\n")) {
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
                int start = Integer.parseInt(range[0]) - 1;
                start = range.length > 1 && range[1].equals("0") ? start + 1 : start;
                while (at < start) {
                    to.add(from.get(at++));
                }
            } else if (line.startsWith("+")) {
                to.add(line.substring(1));
            } else {
                assertThat(from.get(at)).isEqualTo(line.substring(1));
                if (line.startsWith(" ")) {
                    to.add(from.get(at));
                }
                at++;
            }
        }
        while (at < from.size()) {
            to.add(from.get(at++));
        }
        return to.isEmpty() ? "" : String.join("\n", to) + "\n";
    }
}
