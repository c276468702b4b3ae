package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import hearth.login.host.StateFile;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import hearth.login.inhibit.Inhibitor;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who puts off what, and until when. */
class InhibitorTest {
    private static final StateFile FIRST = new StateFile.OfInhibitor("1");

    private final World world = new World(false);

    private static Inhibition inhibition(Inhibited what, InhibitMode mode, long uid) {
        return new Inhibition(Set.of(what, Inhibited.SHUTDOWN), "who\n", "why", mode, uid, 91);
    }

    private Outcome inhibit(Inhibited what, InhibitMode mode) {
        Outcome outcome = world.login.inhibit(new CallId(1), inhibition(what, mode, 2001));
        world.run();
        return outcome;
    }

    @Test
    void itLastsAsLongAsItIsHeld() {
        assertThat(inhibit(Inhibited.SLEEP, InhibitMode.BLOCK)).isInstanceOf(Outcome.Later.class);

        assertThat(world.said(LoginEffect.ReplyInhibit.class))
                .containsExactly(new LoginEffect.ReplyInhibit(new CallId(1), FIRST));
        assertThat(world.said(LoginEffect.ManagerChanged.class))
                .containsExactly(new LoginEffect.ManagerChanged(List.of("BlockInhibited")));
        assertThat(world.login.inhibited(InhibitMode.BLOCK))
                .containsExactlyInAnyOrder(Inhibited.SHUTDOWN, Inhibited.SLEEP);
        assertThat(world.login.inhibited(InhibitMode.DELAY)).isEmpty();

        world.closeFifo(FIRST);
        world.run();
        assertThat(world.login.inhibitors()).isEmpty();
        assertThat(world.files).doesNotContainKey("inhibit/1");
        assertThat(world.said(LoginEffect.CloseHold.class)).hasSize(1);
        assertThat(world.said(LoginEffect.ManagerChanged.class)).hasSize(2);
    }

    @Test
    void itsFileIsAsLogindWritesItButForTheFifo() {
        inhibit(Inhibited.SLEEP, InhibitMode.DELAY);

        assertThat(world.file("inhibit/1"))
                .isEqualTo(
                        """
                        # This is private data. Do not parse.
                        WHAT=shutdown:sleep
                        MODE=delay
                        UID=2001
                        PID=91
                        WHO=who\\n
                        WHY=why
                        """);
    }

    @Test
    void nobodyIsIdleWhereThatIsInhibited() {
        assertThat(world.login.isIdle()).isTrue();
        inhibit(Inhibited.IDLE, InhibitMode.DELAY);
        assertThat(world.login.isIdle()).isTrue();
        inhibit(Inhibited.IDLE, InhibitMode.BLOCK);

        assertThat(world.login.isIdle()).isFalse();
        assertThat(world.login.idleSince()).isEqualTo(world.now());
    }

    @Test
    void oneUserHasNoMoreThanASharesWorthAndRootMore() {
        for (int i = 0; i < InhibitorLife.PER_USER_MAX; i++) {
            inhibit(Inhibited.SLEEP, InhibitMode.DELAY);
        }

        assertThat(inhibit(Inhibited.SLEEP, InhibitMode.DELAY))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.LIMITS_EXCEEDED,
                                "Maximum number of inhibitors of one user (256) reached, refusing"
                                        + " further inhibitors."));
        for (long uid : List.of(0L, 2002L)) {
            assertThat(
                            world.login.inhibit(
                                    new CallId(2),
                                    inhibition(Inhibited.SLEEP, InhibitMode.BLOCK, uid)))
                    .isInstanceOf(Outcome.Later.class);
        }
    }

    @Test
    void ofLongTextsTheBeginningIsKept() {
        String long3 = "\u20ac".repeat(1000); // three bytes each
        var inhibition =
                new Inhibition(
                        Set.of(Inhibited.SLEEP), "x".repeat(257), long3, InhibitMode.BLOCK, 0, 1);

        assertThat(inhibition.who()).isEqualTo("x".repeat(253) + "\u2026");
        assertThat(inhibition.why()).isEqualTo("\u20ac".repeat(84) + "\u2026");
    }

    @Test
    void theMachineHasNoMoreThanItsSetting() {
        LoginSettings one =
                LoginSettings.defaults(false, 1L << 30).withInhibitorsMax(Configured.byDefault(1L));
        world.login.configure(one);

        assertThat(inhibit(Inhibited.SLEEP, InhibitMode.DELAY)).isInstanceOf(Outcome.Later.class);
        assertThat(inhibit(Inhibited.SLEEP, InhibitMode.DELAY))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.LIMITS_EXCEEDED,
                                "Maximum number of inhibitors (1) reached, refusing further"
                                        + " inhibitors."));
    }

    @Test
    void aNewBrainGoesOnWithThem() {
        inhibit(Inhibited.SLEEP, InhibitMode.BLOCK);
        inhibit(Inhibited.IDLE, InhibitMode.DELAY);
        List<Inhibition> before = inhibitions();

        restart(Map.of());
        assertThat(inhibitions()).isEqualTo(before);
        assertThat(world.said(LoginEffect.WatchHold.class)).hasSize(2);

        world.closeFifo(FIRST);
        world.run();
        assertThat(inhibitions()).isEqualTo(before.subList(1, 2));
        inhibit(Inhibited.SLEEP, InhibitMode.BLOCK);
        assertThat(world.login.inhibitors().stream().map(Inhibitor::id)).containsExactly("2", "3");
    }

    @Test
    void aFileThatIsNotWholeIsRemoved() {
        restart(Map.of("inhibit/7", "WHAT=sleep\nMODE=block\nUID=x\n"));

        assertThat(world.login.inhibitors()).isEmpty();
        assertThat(world.files).doesNotContainKey("inhibit/7");
    }

    private List<Inhibition> inhibitions() {
        return world.login.inhibitors().stream().map(Inhibitor::inhibition).toList();
    }

    private void restart(Map<String, String> more) {
        world.files.putAll(more);
        var texts = new HashMap<String, String>();
        world.files.forEach((path, text) -> {
            if (path.startsWith("inhibit/")) {
                texts.put(path.substring("inhibit/".length()), text);
            }
        });
        world.said.clear();
        world.fifos.clear();
        world.login =
                Login.restore(
                        world.login.settings(),
                        world,
                        new Restored(
                                List.of(),
                                List.of(),
                                Restored.Lingering.ofFiles(List.of()),
                                texts));
        world.run();
    }
}
