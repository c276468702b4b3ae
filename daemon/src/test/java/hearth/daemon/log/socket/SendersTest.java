package hearth.daemon.log.socket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendersTest {
    private static final String ALICES = "/user.slice/user-2001.slice/";

    private static String manager(int uid, String cgroup) {
        return Senders.manager(uid, SenderPlace.of(cgroup));
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
}
