package hearth.manager.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CgroupNamesTest {
    @Test
    void aCgroupIsCalledAsItsUnit() {
        assertThat(CgroupNames.of("memory-hog.service")).isEqualTo("memory-hog.service");
    }

    @Test
    void whatCouldBeAFileOfTheKernelIsMarked() {
        assertThat(CgroupNames.of("memory.service")).isEqualTo("_memory.service");
        assertThat(CgroupNames.of("cgroup.slice")).isEqualTo("_cgroup.slice");
    }

    @Test
    void whatIsMarkedByItselfIsMarkedOnceMore() {
        assertThat(CgroupNames.of("_cpu.service")).isEqualTo("__cpu.service");
        assertThat(CgroupNames.of(".hidden.service")).isEqualTo("_.hidden.service");
    }
}
