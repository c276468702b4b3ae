package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitLoader;
import hearth.unit.mount.MountNeeds;
import hearth.unit.mount.MountOptions;
import hearth.unit.setting.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What files about mounts, automounts and swaps may say. */
class MountRulesTest {
    private static final Specifiers.Directories BASE =
            new Specifiers.Directories(
                    "/run/user/1", "/s", "/c", "/l", "/e", "/tmp", "/var/tmp", "");

    private static LoadResult load(String name, String text) {
        return new UnitLoader(Trees.ALICE)
                .load(new UnitName(name), Trees.vendor(Map.of(name, Trees.file(text))));
    }

    private static void refuses(String name, String text) {
        assertThat(load(name, text)).isInstanceOf(LoadResult.BadSetting.class);
    }

    private static Settings settings(String name, String text) {
        return ((LoadResult.Loaded) load(name, text)).unit().settings();
    }

    @Test
    void aMountSaysWhatIsMounted() {
        refuses("a.mount", "[Mount]\nWhere=/a\n");
        assertThat(load("a.mount", "[Mount]\nWhat=x\n")).isInstanceOf(LoadResult.Loaded.class);
    }

    @Test
    void aPlaceFitsItsName() {
        refuses("a.mount", "[Mount]\nWhat=x\nWhere=/b\n");
        refuses("a.automount", "[Automount]\nWhere=/b\n");
        refuses("a.swap", "[Swap]\nWhat=/dev/b\n");
        refuses("a.swap", "[Swap]\n");
    }

    @Test
    void theKernelsOwnFileSystemsHaveNoUnits() {
        refuses("proc.mount", "[Mount]\nWhat=proc\n");
        refuses("sys-fs-cgroup-x.mount", "[Mount]\nWhat=x\nWhere=/sys/fs/cgroup/x\n");
    }

    @Test
    void aMountNeedsWhatLiesAboveItAndItsSource() {
        UnitName name = new UnitName("a-b.mount");

        assertThat(MountNeeds.of(name, settings("a-b.mount", "[Mount]\nWhat=/img/x\n"), BASE))
                .containsExactly("/a", "/img/x");
        assertThat(
                        MountNeeds.of(
                                name,
                                settings("a-b.mount", "[Mount]\nWhat=/not/a/path\nType=nfs\n"),
                                BASE))
                .containsExactly("/a");
    }

    @Test
    void whatSaysWhenAMountIsWantedIsNotMounts() {
        assertThat(new MountOptions("noauto,rw,nofail,x=1").ofMount().text()).isEqualTo("rw,x=1");
    }

    @Test
    void aBindMountIsKnownByItsOption() {
        assertThat(new MountOptions("a,bind").isBind("")).isTrue();
        assertThat(new MountOptions("a,binding").isBind("ext4")).isFalse();
    }

    @Test
    void aNetworkMountIsKnownByItsType() {
        assertThat(new MountOptions("").isNetwork("fuse.sshfs")).isTrue();
        assertThat(new MountOptions("").isNetwork("ext4")).isFalse();
    }

    @Test
    void anOptionIsFoundWithAValueOrWithout() {
        assertThat(new MountOptions("x=1").has("x")).isTrue();
        assertThat(new MountOptions("x").has("x")).isTrue();
        assertThat(new MountOptions("xy=1").has("x")).isFalse();
    }
}
