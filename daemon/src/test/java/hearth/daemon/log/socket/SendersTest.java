package hearth.daemon.log.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.daemon.log.LogPlace;
import hearth.daemon.log.LogSharing;
import hearth.daemon.machine.Cgroups;
import hearth.journal.Id128;
import hearth.linux.socket.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendersTest {
    private static final String ALICES = "/user.slice/user-2001.slice/";

    @TempDir Path directory;

    private static String manager(int uid, String cgroup) {
        return whose(uid, cgroup, OptionalInt.empty()).manager();
    }

    private static Senders.Whose whose(int uid, String cgroup, OptionalInt subordinate) {
        return Senders.whose(uid, SenderPlace.of(cgroup), () -> subordinate);
    }

    @Test
    void aServiceOfAUsersIsInTwoUnits() {
        assertThat(SenderPlace.of(ALICES + "user@2001.service/app.slice/app-x.slice/a.service/sub"))
                .isEqualTo(
                        new SenderPlace(
                                "user-2001.slice",
                                "user@2001.service",
                                "app-x.slice",
                                "a.service",
                                "",
                                "2001"));
        assertThat(SenderPlace.of(ALICES + "user@2001.service/init.scope"))
                .isEqualTo(
                        new SenderPlace(
                                "user-2001.slice",
                                "user@2001.service",
                                "-.slice",
                                "init.scope",
                                "",
                                "2001"));
    }

    @Test
    void aSessionHasANumber() {
        assertThat(SenderPlace.of(ALICES + "session-c3.scope"))
                .isEqualTo(
                        new SenderPlace(
                                "user-2001.slice",
                                "session-c3.scope",
                                "-.slice",
                                "",
                                "c3",
                                "2001"));
    }

    @Test
    void whatIsInNoUnitHasNone() {
        assertThat(SenderPlace.of("/")).isEqualTo(SenderPlace.UNKNOWN);
        assertThat(SenderPlace.of("/sub/tree")).isEqualTo(SenderPlace.UNKNOWN);
        assertThat(SenderPlace.of("/system.slice/ssh.service"))
                .isEqualTo(new SenderPlace("system.slice", "ssh.service", "", "", "", ""));
        assertThat(SenderPlace.of("/system.slice/_cgroup.service").unit())
                .isEqualTo("cgroup.service");
    }

    @Test
    void aPersonsLinesAreInTheOwnLog() {
        assertThat(manager(2001, ALICES + "session-1.scope")).isEqualTo("2001");
        assertThat(manager(2001, "/system.slice/cron.service")).isEqualTo("2001");
        assertThat(manager(2002, ALICES + "session-1.scope")).isEqualTo("2002"); // su
        assertThat(manager(-1_000_000, "/user.slice/user-4293967296.slice/session-1.scope"))
                .isEqualTo("4293967296");
    }

    @Test
    void rootsAndTheSystemsLinesAreInTheSystemsLog() {
        assertThat(manager(0, ALICES + "session-1.scope")).isEqualTo("system"); // sudo
        assertThat(manager(33, "/system.slice/web.service")).isEqualTo("system");
        assertThat(manager(65_534, ALICES + "session-1.scope")).isEqualTo("system");
        assertThat(manager(61_200, "/system.slice/x.service")).isEqualTo("system");
        assertThat(manager(0, "/user.slice/user-0.slice/user@0.service/a.service"))
                .isEqualTo("system");
    }

    @Test
    void anAccountWithAManagerHasALogOfItsOwn() {
        assertThat(manager(900, "/user.slice/user-900.slice/user@900.service/a.service"))
                .isEqualTo("900");
        assertThat(manager(900, "/user.slice/user-900.slice/session-1.scope")).isEqualTo("system");
    }

    @Test
    void aNamespacesNumbersCountAsTheirOwner() {
        assertThat(manager(100_033, ALICES + "user@2001.service/a.service")).isEqualTo("2001");
        assertThat(manager(100_033, "/elsewhere")).isEqualTo("system");
        assertThat(manager(100_033, "/user.slice/user-0.slice/session-1.scope"))
                .isEqualTo("system");
    }

    @Test
    void aNumberIsHisToWhomItIsGivenThoughItsProcessIsGone() {
        assertThat(whose(100_033, "", OptionalInt.of(2001)))
                .isEqualTo(new Senders.Whose("2001", 2001));
        assertThat(whose(100_033, ALICES + "session-1.scope", OptionalInt.of(2002)).account())
                .isEqualTo(2001); // it is there, and where it is is sure
        assertThat(whose(100_033, "/machine.slice/x.scope", OptionalInt.of(0)))
                .isEqualTo(new Senders.Whose("system", 0));
        assertThat(whose(2002, "", OptionalInt.of(2001)).account()).isEqualTo(2002);
    }

    @Test
    void allWhomNobodyKnowsAreOneAccount() {
        var strangers = new Senders.Whose("system", ForeignDescriptors.STRANGERS);

        assertThat(whose(100_033, "", OptionalInt.empty())).isEqualTo(strangers);
        assertThat(whose(165_000, "/elsewhere", OptionalInt.empty())).isEqualTo(strangers);
        assertThat(whose(33, "", OptionalInt.empty()).account()).isEqualTo(33);
        assertThat(whose(65_534, "", OptionalInt.empty()).account()).isEqualTo(65_534);
    }

    private Senders senders() {
        var place =
                new LogPlace(
                        directory,
                        Optional.empty(),
                        LogSharing.none(),
                        new Id128(1, 2),
                        new Id128(3, 4),
                        () -> "host");
        var cgroups = new Cgroups(directory.resolve("cgroup").toString(), directory);
        return new Senders(cgroups, place, new SubordinateUsers(directory));
    }

    /** Has process 7 be a user's, in a unit of alice's. */
    private void beThere(String users) throws IOException {
        Path process = Files.createDirectories(directory.resolve("7"));
        Files.writeString(
                process.resolve("cgroup"), "0::" + ALICES + "user@2001.service/a.service\n");
        Files.writeString(process.resolve("status"), "Name:\tx\nUid:\t" + users + "\nGid:\t1\n");
        Files.writeString(process.resolve("comm"), "x\n");
    }

    private static List<String> names(Sender sender) {
        return sender.fields().stream()
                .map(field -> new String(field.payload(), UTF_8))
                .map(text -> text.substring(0, text.indexOf('=')))
                .toList();
    }

    @Test
    void aProcessOfAnotherUsersSaysNothingOfTheSender() throws Exception {
        beThere("2001\t2001\t2001\t2001");
        Sender own = senders().of(new Credentials(7, 2001, 2001), 0);
        Sender others = senders().of(new Credentials(7, 0, 0), 0);

        assertThat(names(own)).contains("_SYSTEMD_USER_UNIT", "_SYSTEMD_CGROUP", "_COMM", "_PID");
        assertThat(own.unit()).isEqualTo("a.service");
        assertThat(names(others))
                .contains("_UID", "_PID")
                .doesNotContain("_COMM")
                .noneMatch(name -> name.startsWith("_SYSTEMD_"));
        assertThat(others.unit()).isEmpty();
        assertThat(others.isAlive()).isFalse();
    }

    @Test
    void aProcessMayHaveMoreThanOneUser() throws Exception {
        beThere("2001\t0\t0\t0");

        assertThat(senders().of(new Credentials(7, 2001, 2001), 0).isAlive()).isTrue();
        assertThat(senders().of(new Credentials(7, 0, 0), 0).isAlive()).isTrue();
        assertThat(senders().of(new Credentials(7, 2002, 0), 0).isAlive()).isFalse();
    }

    @Test
    void whoIsKnownBeforeHisEndIsWhoHeWas() throws Exception {
        beThere("2001\t2001\t2001\t2001");
        Senders senders = senders();
        senders.of(new Credentials(7, 2001, 2001), 0);
        beThere("33\t33\t33\t33");

        assertThat(senders.of(new Credentials(7, 2001, 2001), 10_000_000).unit())
                .isEqualTo("a.service");
    }
}
