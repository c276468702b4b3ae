package hearth.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelMemoryTest {
    private static final String LIBRARY = "/usr/lib/hearth/lib/server/libjvm.so";

    private static List<String> mapping(String access, String path, int anonymousKb) {
        return List.of(
                "7f0000001000-7f0000003000 " + access + " 00000000 fe:00 4711      " + path,
                "Size:                  8 kB",
                "Anonymous:             " + anonymousKb + " kB",
                "VmFlags: rd ex mr mw me");
    }

    @Test
    void pagesOfTheRuntimesFilesAreForgotten() {
        assertThat(KernelMemory.clean(mapping("r-xp", LIBRARY, 0)))
                .containsExactly(new KernelMemory.Mapping(0x7f0000001000L, 0x2000));
        assertThat(KernelMemory.clean(mapping("r--s", "/usr/lib/hearth/lib/modules", 0)))
                .hasSize(1);
        assertThat(KernelMemory.clean(mapping("r--p", "/usr/lib/hearth/lib/hearthd.aot", 0)))
                .hasSize(1);
    }

    /** Relocated addresses would be lost. */
    @Test
    void pagesThatDifferFromTheirFileAreKept() {
        assertThat(KernelMemory.clean(mapping("r--p", LIBRARY, 940))).isEmpty();
        assertThat(KernelMemory.clean(mapping("r--p", LIBRARY, 10))).isEmpty();
    }

    @Test
    void pagesThatMayBeWrittenToAreKept() {
        assertThat(KernelMemory.clean(mapping("rw-p", LIBRARY, 0))).isEmpty();
    }

    /** The dynamic linker maps a library as it is, and changes it afterwards. */
    @Test
    void filesThatMayBeMappedAtAnyMomentAreKept() {
        assertThat(KernelMemory.clean(mapping("r--p", "/usr/lib/hearth/lib/libnio.so", 0)))
                .isEmpty();
        assertThat(KernelMemory.clean(mapping("r--p", "", 0))).isEmpty();
    }

    @Test
    void aProcessGoesOnAfterIt() {
        assertThatCode(() -> Linux.kernel().memory().giveBack()).doesNotThrowAnyException();
        assertThat(List.of(3, 1, 2).stream().sorted()).containsExactly(1, 2, 3);
    }
}
