package hearth.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.CleanedResource;
import hearth.manager.host.Effect;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceDirectoriesTest {
    private static Effect.ReleaseRuntime release(boolean willRestart, String... lines) {
        String text = "[Service]\nExecStart=/bin/true\n" + String.join("\n", lines) + "\n";
        var loaded =
                new UnitLoader(SpecifiersOfAlice.ALICE)
                        .loadTransient(
                                new UnitName("a.service"), text, "/a.service", UnitTree.EMPTY);
        return new Effect.ReleaseRuntime(
                "a.service", "/a", ((LoadResult.Loaded) loaded).unit().settings(), willRestart);
    }

    @Test
    void thePidFileOfAServiceThatHasEndedGoesWhateverFollows() {
        assertThat(ServiceDirectories.pidFile(release(false, "PIDFile=/run/user/1000/a.pid")))
                .contains("/run/user/1000/a.pid");
        assertThat(ServiceDirectories.pidFile(release(true, "PIDFile=/run/user/1000/a.pid")))
                .isPresent();
        assertThat(ServiceDirectories.pidFile(release(false))).isEmpty();
    }

    @Test
    void cleaningRemovesTheDirectoriesThatAreMeant() {
        var bases = SpecifiersOfAlice.ALICE.directories();
        Settings settings =
                release(false, "StateDirectory=a b", "CacheDirectory=c", "LogsDirectory=d")
                        .settings();

        var order =
                new Effect.Clean(
                        "a.service",
                        settings,
                        Set.of(CleanedResource.CACHE, CleanedResource.STATE));

        assertThat(ServiceDirectories.toClean(order, bases))
                .containsExactly(bases.state() + "/a", bases.state() + "/b", bases.cache() + "/c");
    }

    @Test
    void aRuntimeDirectoryStaysOverARestartWhereItIsToldTo() {
        var bases = SpecifiersOfAlice.ALICE.directories();
        String[] lines = {"RuntimeDirectory=a", "RuntimeDirectoryPreserve=restart"};

        assertThat(ServiceDirectories.toRemove(release(true, lines), bases)).isEmpty();
        assertThat(ServiceDirectories.toRemove(release(false, lines), bases)).hasSize(1);
    }
}
