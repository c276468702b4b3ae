package hearth.daemon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.host.SpecifiersOfAlice;
import hearth.daemon.protocol.record.Attribute;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.tree.UnitTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupAttributesTest {
    private static final CgroupAttributes.Totals TOTALS =
            new CgroupAttributes.Totals(1_000_000, 1_000);

    private static List<String> attributes(String... lines) {
        String text = "[Service]\nExecStart=/bin/true\n" + String.join("\n", lines) + "\n";
        var loaded =
                new UnitLoader(SpecifiersOfAlice.ALICE)
                        .loadTransient(
                                new UnitName("a.service"), text, "/a.service", UnitTree.EMPTY);
        UnitDefinition unit = ((LoadResult.Loaded) loaded).unit();
        return CgroupAttributes.of(unit.settings(), TOTALS).stream()
                .map(CgroupAttributesTest::shortly)
                .toList();
    }

    private static String shortly(Attribute attribute) {
        return attribute.name() + " " + attribute.value();
    }

    @Test
    void aUnitThatSaysNothingLeavesTheKernelsDefaults() {
        assertThat(attributes()).isEmpty();
    }

    @Test
    void limitsAreCountsPartsOfTheWholeOrNone() {
        assertThat(attributes("MemoryMax=64K", "MemoryHigh=50%", "TasksMax=infinity"))
                .containsExactlyInAnyOrder(
                        "memory.high 500000", "memory.max 65536", "pids.max max");
        assertThat(attributes("TasksMax=10%")).containsExactly("pids.max 100");
    }

    @Test
    void aQuotaIsAPartOfItsPeriod() {
        assertThat(attributes("CPUQuota=20%")).containsExactly("cpu.max 20000 100000");
        assertThat(attributes("CPUQuota=150%", "CPUQuotaPeriodSec=10ms"))
                .containsExactly("cpu.max 15000 10000");
    }

    @Test
    void aQuotaBelowTheKernelsLeastIsTheLeast() {
        assertThat(attributes("CPUQuota=1%", "CPUQuotaPeriodSec=1ms"))
                .containsExactly("cpu.max 1000 1000");
    }

    @Test
    void weightsAreWrittenAsEachControllerTakesThem() {
        assertThat(attributes("CPUWeight=200", "IOWeight=50"))
                .containsExactly("cpu.weight 200", "io.weight default 50");
        assertThat(attributes("CPUWeight=idle")).containsExactly("cpu.idle 1");
    }

    @Test
    void aUnitWithoutALimitMayHaveFifteenPercentOfTheTasks() {
        assertThat(TOTALS.tasksPerUnit()).isEqualTo(150);
    }
}
