package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.unit.install.Change;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Unit files by calls: enabling, listing, reloading; see {@link House}. */
class UnitFileCallsTest {
    private final House house = new House();

    @Test
    void enablingLinksTheUnitIntoWhatWantsIt() {
        Message answer =
                house.manager(
                        "EnableUnitFiles",
                        texts("hello.service"),
                        new Value.Bool(false),
                        new Value.Bool(false));

        String link = FakeWorld.CONFIG + "/default.target.wants/hello.service";
        assertThat(house.world.installed.getFirst().changes())
                .containsExactly(new Change.Link(link, FakeWorld.CONFIG + "/hello.service", false));
        MessageReader in = answer.reader();
        assertThat(in.bool()).isTrue();
        assertThat(in.value())
                .isEqualTo(
                        new Value.Array(
                                "(sss)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text("symlink"),
                                                        text(link),
                                                        text(
                                                                FakeWorld.CONFIG
                                                                        + "/hello.service"))))));
        assertThat(house.traffic()).contains("UnitFilesChanged");
    }

    @Test
    void enablingWhatIsNotThereSaysSo() {
        assertError(
                house.manager(
                        "EnableUnitFiles",
                        texts("nope.service"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.NO_SUCH_UNIT,
                "Unit file nope.service does not exist.");
    }

    @Test
    void aDependencyOnATargetThatIsNotThereIsRefused() {
        assertError(
                house.manager(
                        "AddDependencyUnitFiles",
                        texts("hello.service"),
                        text("nosuch.target"),
                        text("Wants"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.NO_SUCH_UNIT,
                "Unit file nosuch.target does not exist.");
    }

    @Test
    void onlyATargetCanBeTheDefault() {
        assertError(
                house.manager("SetDefaultTarget", text("hello.service"), new Value.Bool(true)),
                ErrorName.INVALID_ARGS,
                "Invalid argument");
    }

    @Test
    void aFileThatIsNotThereIsNotLinked() {
        assertError(
                house.manager(
                        "LinkUnitFiles",
                        texts("/tmp/nosuch.service"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.NO_SUCH_UNIT,
                "Unit file /tmp/nosuch.service does not exist.");
        assertThat(house.world.installed).isEmpty();
    }

    @Test
    void aFileOfNobodyHasNoState() {
        assertError(
                house.manager("GetUnitFileState", text("nope.service")),
                ErrorName.FILE_NOT_FOUND,
                "No such file or directory");
    }

    @Test
    void unitFilesAreListedWithTheirStates() {
        Message answer = house.manager("ListUnitFilesByPatterns", texts(), texts("hello*"));

        assertThat(answer.reader().value())
                .isEqualTo(
                        new Value.Array(
                                "(ss)",
                                List.of(
                                        new Value.Struct(
                                                List.of(
                                                        text(FakeWorld.CONFIG + "/hello.service"),
                                                        text("disabled"))))));
    }

    @Test
    void aPatternThatCanMatchInManyWaysIsAnsweredAtOnce() {
        String name = "a".repeat(200) + ".service";
        house.world.write(name, "[Service]\nExecStart=/bin/true\n");
        String pattern = "*a".repeat(24) + "z";

        Message files = house.manager("ListUnitFilesByPatterns", texts(), texts(pattern));
        Message units = house.manager("ListUnitsByPatterns", texts(), texts(pattern));

        assertThat(files.reader().value()).isEqualTo(new Value.Array("(ss)", List.of()));
        assertThat(units.reader().value()).isEqualTo(new Value.Array("(ssssssouso)", List.of()));
    }

    @Test
    void patternsBeyondTheLimitAreRefused() {
        for (String method : List.of("ListUnitFilesByPatterns", "ListUnitsByPatterns")) {
            assertError(
                    house.manager(method, texts(), texts("*".repeat(5_000))),
                    ErrorName.LIMITS_EXCEEDED,
                    "More than 4096 characters of patterns in one call");
        }
    }

    @Test
    void aFailedReloadTellsWhy() {
        house.world.failure = Optional.of("the disk is full");

        assertError(house.manager("Reload"), ErrorName.FAILED, "the disk is full");
    }

    @Test
    void aReloadIsAnnouncedAtBothEnds() {
        house.manager("Reload");

        assertThat(house.traffic().stream().filter("Reloading"::equals)).hasSize(2);
    }
}
