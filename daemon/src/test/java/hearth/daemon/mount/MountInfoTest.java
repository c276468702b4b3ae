package hearth.daemon.mount;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.machine.KernelFile;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.trial.Cost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MountInfoTest {
    private static final Moment BEFORE = new Moment(1, 1);
    private static final Moment NOW = new Moment(2, 2);

    private static Mounts parse(String text) {
        return read(text, MountInfo.NONE, NOW).mounts();
    }

    private static MountInfo read(String text, MountInfo before, Moment now) {
        return read(text.getBytes(StandardCharsets.UTF_8), before, now);
    }

    static MountInfo read(byte[] text, MountInfo before, Moment now) {
        var reading = new MountInfo.Reading(before, now);
        try {
            KernelFile.lines(
                    Channels.newChannel(new ByteArrayInputStream(text)),
                    MountInfo.LINE_BYTES_MAX,
                    reading::take);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reading.end();
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
        MountInfo before = read(line, MountInfo.NONE, BEFORE);

        Mounts same = read(line + "2 1 8:2 / /b rw - ext4 y rw\n", before, NOW).mounts();

        assertThat(mount(same, "a.mount")).isSameAs(mount(before.mounts(), "a.mount"));
        assertThat(same.changedSince(before.mounts())).containsExactly("b.mount");
        assertThat(same.since(before.mounts())).containsExactly("b.mount");
        assertThat(before.mounts().changedSince(same)).containsExactly("b.mount");
    }

    @Test
    void whereNothingHasChangedAllIsTheSameObject() {
        String text = "1 0 8:1 / /a rw - ext4 x rw\n2 1 8:2 / /b rw - ext4 y rw\n";
        MountInfo before = read(text, MountInfo.NONE, BEFORE);

        assertThat(read(text, before, NOW).mounts()).isSameAs(before.mounts());
    }

    @Test
    void whatIsNewIsKnownToWhoeverAsksLater() {
        MountInfo first = read("1 0 8:1 / /a rw - ext4 x rw\n", MountInfo.NONE, BEFORE);
        MountInfo second = read("2 0 8:1 / /b rw - ext4 x rw\n", first, NOW);
        MountInfo third = read("3 0 8:1 / /c rw - ext4 x rw\n", second, NOW);

        assertThat(third.mounts().since(second.mounts())).containsExactly("c.mount");
        assertThat(third.mounts().since(first.mounts())).containsExactly("c.mount");
        assertThat(first.mounts().since(third.mounts())).containsExactly("a.mount");
    }

    @Test
    void aNumberThatIsUsedAgainIsAnotherMount() {
        MountInfo before = read("1 0 8:1 / /a rw - ext4 x rw\n", MountInfo.NONE, BEFORE);

        Mounts after = read("1 0 8:1 / /b rw - ext4 x rw\n", before, NOW).mounts();

        assertThat(after.units()).containsExactly("b.mount");
    }

    @Test
    void whatLayBelowIsShownWhenTheUpperOneIsGone() {
        String below = "1 0 8:1 / /a rw - ext4 below rw\n";
        MountInfo before =
                read(below + "2 1 8:2 / /a rw - ext4 above rw\n", MountInfo.NONE, BEFORE);

        MountInfo after = read(below, before, NOW);

        assertThat(mount(after.mounts(), "a.mount").what()).isEqualTo("below");
        assertThat(after.mounts().changedSince(before.mounts())).containsExactly("a.mount");
    }

    @Test
    void aRemountKeepsTheTimeSinceWhichItIsMounted() {
        MountInfo before = read("1 0 8:1 / /a rw - ext4 x rw\n", MountInfo.NONE, BEFORE);

        Mounts after = read("1 0 8:1 / /a ro - ext4 x rw\n", before, NOW).mounts();

        assertThat(mount(after, "a.mount").since()).isEqualTo(BEFORE);
        assertThat(after.changedSince(before.mounts())).containsExactly("a.mount");
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

        assertThat(read(text, MountInfo.NONE, NOW).mounts().units()).containsExactly("good.mount");
    }

    @Test
    void moreThanTheLimitIsNotShownAndSaid() {
        var text = new StringBuilder();
        for (int i = 0; i <= MountInfo.MOUNTS_MAX; i++) {
            text.append(i).append(" 0 8:1 / /m").append(i).append(" rw - ext4 x rw\n");
        }

        MountInfo reading = read(text.toString(), MountInfo.NONE, NOW);

        assertThat(reading.complaints())
                .containsExactly("there are more mounts than are shown as units");
        assertThat(reading.mounts().units()).hasSize(MountInfo.MOUNTS_MAX);
    }

    @Test
    void whatOneUserHasMountedHidesNobodyElsesMounts() {
        var text = new StringBuilder();
        String source = "x".repeat(1_000);
        for (int i = 0; i < 200; i++) {
            text.append(fuse(i, "/home/alice/m" + i, source, 1000));
        }
        text.append(fuse(200, "/home/bob/m", source, 1001));

        MountInfo reading = read(text.toString(), MountInfo.NONE, NOW);

        assertThat(reading.complaints())
                .containsExactly("user 1000 has more mounts than are shown as units");
        assertThat(reading.mounts().units())
                .contains("home-bob-m.mount")
                .hasSizeLessThan(MountInfo.USER_TEXT_BYTES_MAX / 1_000 + 2);
    }

    @Test
    void rootsFuseMountsAreTheMachines() {
        var text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(fuse(i, "/m" + i, "x".repeat(1_000), 0));
        }

        assertThat(read(text.toString(), MountInfo.NONE, NOW).mounts().units()).hasSize(200);
    }

    private static String fuse(int id, String where, String source, int user) {
        return id
                + " 0 0:1 / "
                + where
                + " rw - fuse.sshfs "
                + source
                + " rw,user_id="
                + user
                + ",group_id=1000\n";
    }

    /** Reads a text twice, the second time with what is kept of the first. */
    static final class Twice implements Consumer<String> {
        @Override
        public void accept(String text) {
            read(text, read(text, MountInfo.NONE, BEFORE), NOW);
        }
    }

    @Test
    void aTextCostsWhatItIsLong() {
        for (String part :
                List.of(
                        "a",
                        "/",
                        "\\",
                        "\\040",
                        ",",
                        " ",
                        " - ",
                        "\n",
                        "1 0 8:1 / /a rw - t x rw\n")) {
            assertThat(
                            Cost.fault(
                                    Twice.class,
                                    n -> "1 0 8:1 / /a" + part.repeat(n) + " rw - t x rw\n",
                                    2_000 / part.length()))
                    .as(part)
                    .isEmpty();
            assertThat(
                            Cost.fault(
                                    Twice.class,
                                    n -> "1 0 8:1 / /a rw - fuse x rw" + part.repeat(n) + "\n",
                                    2_000 / part.length()))
                    .as(part)
                    .isEmpty();
        }
    }
}
