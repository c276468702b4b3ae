package hearth.daemon.mount;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MountInfoTest {
    private static final Moment BEFORE = new Moment(1, 1);
    private static final Moment NOW = new Moment(2, 2);

    private static Mounts parse(String text) {
        return parse(text, Mounts.NONE);
    }

    private static Mounts parse(String text, Mounts before) {
        return MountInfo.parse(text.getBytes(StandardCharsets.UTF_8), before, NOW).mounts();
    }

    private static Mounts.Mount mount(Mounts mounts, String unit) {
        return mounts.find(unit).orElseThrow();
    }

    @Test
    void aLineIsAMountWithTheOptionsOfBoth() {
        Mounts mounts =
                parse(
                        "36 35 98:0 /a /mnt/x rw,noatime master:1 shared:2 - ext3 /dev/sda1 rw,errors=continue\n");

        assertThat(mounts.units()).containsExactly("mnt-x.mount");
        assertThat(mount(mounts, "mnt-x.mount"))
                .isEqualTo(
                        new Mounts.Mount(
                                "/mnt/x", "/dev/sda1", "ext3", "rw,noatime,errors=continue", NOW));
    }

    @Test
    void whatCannotBeWrittenIsReadOnlyWhoeverSaysSo() {
        Mounts mounts = parse("1 0 8:1 / / ro,relatime - ext4 /dev/a rw,discard\n");

        assertThat(mount(mounts, "-.mount").options()).isEqualTo("ro,relatime,discard");
    }

    @Test
    void equalOptionsCountOnce() {
        assertThat(mount(parse("1 0 8:1 / /a rw - tmpfs t rw\n"), "a.mount").options())
                .isEqualTo("rw");
    }

    @Test
    void escapesOfTheKernelAndOfNamesAreTwoThings() {
        Mounts mounts = parse("1 0 8:1 / /a\\040b-c rw - fuse x\\012y rw\n");

        assertThat(mounts.units()).containsExactly("a\\x20b\\x2dc.mount");
        assertThat(mount(mounts, "a\\x20b\\x2dc.mount").where()).isEqualTo("/a b-c");
        assertThat(mount(mounts, "a\\x20b\\x2dc.mount").what()).isEqualTo("x\ny");
    }

    @Test
    void theUppermostOfAPlaceIsShown() {
        Mounts mounts = parse("1 0 8:1 / /a rw - ext4 below rw\n2 1 8:2 / /a rw - ext4 above rw\n");

        assertThat(mount(mounts, "a.mount").what()).isEqualTo("above");
    }

    @Test
    void theKernelsOwnAndAutofsAreNoUnits() {
        assertThat(
                        parse(
                                        """
                                        1 0 0:1 / /proc rw - proc proc rw
                                        2 0 0:2 / /sys/fs/cgroup/unified rw - cgroup2 c rw
                                        3 0 0:3 / /run rw - tmpfs tmpfs rw
                                        4 0 0:4 / /auto rw - autofs systemd-1 rw
                                        5 0 0:5 / /run/user/1000 rw - tmpfs tmpfs rw
                                        """)
                                .units())
                .containsExactly("run-user-1000.mount");
    }

    @Test
    void whatHasNotChangedIsTheSameObject() {
        String line = "1 0 8:1 / /a rw - ext4 x rw\n";
        Mounts before =
                MountInfo.parse(line.getBytes(StandardCharsets.UTF_8), Mounts.NONE, BEFORE)
                        .mounts();

        Mounts same = parse(line + "2 1 8:2 / /b rw - ext4 y rw\n", before);

        assertThat(mount(same, "a.mount")).isSameAs(mount(before, "a.mount"));
        assertThat(same.changedSince(before)).containsExactly("b.mount");
        assertThat(same.since(before)).containsExactly("b.mount");
        assertThat(before.changedSince(same)).containsExactly("b.mount");
    }

    @Test
    void aRemountKeepsTheTimeSinceWhichItIsMounted() {
        Mounts before =
                MountInfo.parse(
                                "1 0 8:1 / /a rw - ext4 x rw\n".getBytes(StandardCharsets.UTF_8),
                                Mounts.NONE,
                                BEFORE)
                        .mounts();

        Mounts after = parse("1 0 8:1 / /a ro - ext4 x rw\n", before);

        assertThat(mount(after, "a.mount").since()).isEqualTo(BEFORE);
        assertThat(after.changedSince(before)).containsExactly("a.mount");
    }

    @Test
    void whatIsNoUnitIsPassedOver() {
        String tooLong = "/" + "x".repeat(300);
        byte[] text =
                ("1 0 8:1 / "
                                + tooLong
                                + " rw - ext4 x rw\n"
                                + "2 0 8:1 / relative rw - ext4 x rw\n"
                                + "3 0 8:1 / /noseparator rw ext4 x rw\n"
                                + "4 0 8:1 / /b\u00ff rw - ext4 x rw\n"
                                + "\n\\\n - - - - - - -\n"
                                + "5 0 8:1 / /good rw - ext4 x rw")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(MountInfo.parse(text, Mounts.NONE, NOW).mounts().units())
                .containsExactly("good.mount");
    }

    @Test
    void moreThanTheLimitIsCutAndSaid() {
        var text = new StringBuilder();
        for (int i = 0; i <= MountInfo.MOUNTS_MAX; i++) {
            text.append("1 0 8:1 / /m").append(i).append(" rw - ext4 x rw\n");
        }

        MountInfo.Reading reading =
                MountInfo.parse(text.toString().getBytes(StandardCharsets.UTF_8), Mounts.NONE, NOW);

        assertThat(reading.isCut()).isTrue();
        assertThat(reading.mounts().units()).hasSize(MountInfo.MOUNTS_MAX);
    }

    @Test
    void anyBytesAreReadWithoutAFailure() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            byte[] text =
                    "1 0 8:1 / /a\\040 rw,x - ext4 x\\012 rw\n2 1 8:2 / /b rw - t y rw\n"
                            .getBytes(StandardCharsets.UTF_8);
            for (int j = 0; j < 6; j++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            assertThat(MountInfo.parse(text, Mounts.NONE, NOW).isCut()).isFalse();
        }
    }
}
