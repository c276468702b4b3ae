package hearth.cli.systemd.text;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.client.UnitProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupTreeTest {
    @Test
    void processesStandBeforeGroupsAndBothInOrder() {
        CgroupTree tree =
                CgroupTree.of(
                        "/a",
                        List.of(
                                new UnitProcess("/a/z.service", 7, "z"),
                                new UnitProcess("/a", 1200, "late"),
                                new UnitProcess("/a", 3, "early"),
                                new UnitProcess("/a/b.slice/_c.service", 8, "c")));

        assertThat(tree.lines(0))
                .containsExactly(
                        "├─   3 early",
                        "├─1200 late",
                        "├─b.slice",
                        "│ └─c.service",
                        "│   └─8 c",
                        "└─z.service",
                        "  └─7 z");
    }

    @Test
    void aCommandLineIsCutWhereTheTerminalEnds() {
        CgroupTree tree = CgroupTree.of("/a", List.of(new UnitProcess("/a", 1, "abcdefgh")));

        assertThat(tree.lines(8)).containsExactly("└─1 abc…");
    }
}
