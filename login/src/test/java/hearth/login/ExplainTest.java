package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.LoginEffect;
import hearth.login.session.KillWho;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import hearth.login.setting.LogoutRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a user's log says of logouts, before anything is stopped. */
final class ExplainTest {
    private static final long U1 = 2001;
    private static final String SCOPE = "session-182.scope";
    private static final Configured.Origin FILE =
            new Configured.FromFile("/etc/systemd/logind.conf.d/x.conf", 3);

    private static World world(LoginSettings settings) {
        World world = new World(settings);
        world.logIn(U1, 94, 182);
        world.fork(SCOPE, 111);
        return world;
    }

    private static LoginSettings killing() {
        return LoginSettings.defaults(false, 1L << 30)
                .withKillUserProcesses(new Configured<>(true, FILE));
    }

    private static LoginEffect.Explain of(World world, String unit) {
        return world.said(LoginEffect.Explain.class).stream()
                .filter(explain -> explain.unit().equals(unit))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void aLogoutThatKillsNamesTheRuleWithItsLine() {
        World world = world(killing());

        world.exit(94);
        world.run();

        LoginEffect.Explain said = of(world, SCOPE);
        assertThat(said.uid()).isEqualTo(U1);
        assertThat(said.kills()).isTrue();
        assertThat(said.message())
                .isEqualTo(
                        "Session 182 of u0001 has ended: its leader has exited; what is left in it"
                                + " is killed");
        assertThat(said.rule()).contains(new LogoutRule(true, "KillUserProcesses", "yes", FILE));
        assertThat(said.rule().orElseThrow().place())
                .isEqualTo("/etc/systemd/logind.conf.d/x.conf:3");
    }

    @Test
    void itIsSaidBeforeAnythingIsStopped() {
        World world = world(killing());

        world.exit(94);
        world.run();

        assertThat(world.said.indexOf(of(world, SCOPE)))
                .isLessThan(world.said.indexOf(world.said(LoginEffect.StopUnit.class).getFirst()));
    }

    @Test
    void aUserWhoIsExcludedHasThatRule() {
        World world =
                world(
                        killing()
                                .withKillExcludeUsers(
                                        new Configured<>(List.of("root", "u0001"), FILE)));

        world.exit(94);
        world.run();

        assertThat(of(world, SCOPE).kills()).isFalse();
        assertThat(of(world, SCOPE).rule())
                .contains(new LogoutRule(false, "KillExcludeUsers", "root u0001", FILE));
    }

    @Test
    void whoAloneIsKilledHasThatRule() {
        World world = world(killing().withKillOnlyUsers(new Configured<>(List.of("u0002"), FILE)));

        world.exit(94);
        world.run();

        assertThat(of(world, SCOPE).rule())
                .contains(new LogoutRule(false, "KillOnlyUsers", "u0002", FILE));
        assertThat(world.login.settings().logoutRuleOf("u0002"))
                .isEqualTo(new LogoutRule(true, "KillOnlyUsers", "u0002", FILE));
    }

    @Test
    void whoTerminatesASessionIsNamedAndNoRuleIs() {
        World world = world(LoginSettings.defaults(false, 1L << 30));

        world.login.askedBy("loginctl", () -> world.login.terminateSession("182"));

        assertThat(of(world, SCOPE).message())
                .isEqualTo(
                        "Session 182 of u0001 has ended: it was terminated by loginctl; what is"
                                + " left in it is killed");
        assertThat(of(world, SCOPE).rule()).isEmpty();
    }

    @Test
    void whoeverHasASignalSentIsNamed() {
        World world = world(LoginSettings.defaults(false, 1L << 30));

        world.login.askedBy("loginctl", () -> world.login.killSession("182", KillWho.ALL, 15));

        assertThat(of(world, SCOPE).message())
                .isEqualTo("Signal 15 is sent to session-182.scope by loginctl");
        assertThat(of(world, SCOPE).sent())
                .contains(new LoginEffect.Sent(15, OptionalLong.empty()));
    }

    @Test
    void aSignalIsNoEndByItself() {
        World world = world(LoginSettings.defaults(false, 1L << 30));

        world.login.askedBy("loginctl", () -> world.login.killSession("182", KillWho.ALL, 18));

        assertThat(of(world, SCOPE).kills()).isFalse();
        assertThat(of(world, SCOPE).sent())
                .contains(new LoginEffect.Sent(18, OptionalLong.empty()));
    }

    @Test
    void aSignalToTheLeaderIsForNobodyElse() {
        World world = world(LoginSettings.defaults(false, 1L << 30));

        world.login.askedBy("loginctl", () -> world.login.killSession("182", KillWho.LEADER, 15));

        assertThat(of(world, SCOPE).message())
                .isEqualTo("Signal 15 is sent to process 94 of session-182.scope by loginctl");
        assertThat(of(world, SCOPE).sent()).contains(new LoginEffect.Sent(15, OptionalLong.of(94)));
    }

    @Test
    void aManagerThatStopsSaysWhyAndByWhichDelay() {
        World world =
                world(
                        LoginSettings.defaults(true, 1L << 30)
                                .withUserStopDelay(
                                        new Configured<>(
                                                Optional.of(Duration.ofSeconds(5)), FILE)));

        world.exit(94);
        world.run();
        world.pass(6);

        LoginEffect.Explain said = of(world, "user@2001.service");
        assertThat(said.message())
                .isEqualTo(
                        "user@2001.service is stopped, with all that it runs: the last session of"
                                + " u0001 is over, and u0001 does not linger");
        assertThat(said.rule()).contains(new LogoutRule(true, "UserStopDelaySec", "5s", FILE));
    }
}
