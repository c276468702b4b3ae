package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.manager.HearthInterface;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import org.junit.jupiter.api.Test;

/** Orders that are not given. */
class RehearsalTest {
    private final House house = new House();

    private Message rehearse(String member, Value... arguments) {
        return house.call(ObjectPaths.HEARTH, HearthInterface.NAME, member, arguments);
    }

    @Test
    void anOrderIsSaidAndNotGiven() {
        MessageReader in =
                rehearse("Rehearse", text("hello.service"), text("start"), text("replace"))
                        .reader()
                        .openArray()
                        .openStruct();

        assertThat(in.string()).isEqualTo("app.slice");
        assertThat(in.string()).isEqualTo("start");
        assertThat(in.uint32()).isEqualTo(1);
        assertThat(in.value().toString()).doesNotContain("hello.service");
        assertThat(in.value().toString()).contains("hello.service", "Requires");
        assertThat(house.manager.jobs()).isEmpty();
    }

    @Test
    void whatIsNoUnitIsRefusedAsTheOrderIs() {
        Message rehearsed =
                rehearse("Rehearse", text("nope.service"), text("start"), text("replace"));
        Message given = house.manager("StartUnit", text("nope.service"), text("replace"));

        assertThat(rehearsed.errorName()).isEqualTo(given.errorName());
        assertThat(rehearsed.reader().string()).isEqualTo(given.reader().string());
    }

    @Test
    void whatIsNoOrderIsRefused() {
        assertError(
                rehearse("Rehearse", text("hello.service"), text("explode"), text("replace")),
                ErrorName.INVALID_ARGS,
                "Job type explode invalid");
    }

    @Test
    void anotherUserIsToldNothing() {
        house.callAs(
                new Caller("", 1001, 501),
                ObjectPaths.HEARTH,
                HearthInterface.NAME,
                "Rehearse",
                text("hello.service"),
                text("start"),
                text("replace"));

        assertError(house.sent.getLast(), ErrorName.ACCESS_DENIED, "Access denied");
    }

    @Test
    void linksAreSaidAndNotMade() {
        MessageReader in =
                rehearse(
                                "RehearseEnable",
                                texts("hello.service"),
                                new Value.Bool(false),
                                new Value.Bool(false))
                        .reader();

        assertThat(in.bool()).isTrue();
        assertThat(in.value().toString())
                .contains("symlink", FakeWorld.CONFIG + "/default.target.wants/hello.service");
        assertThat(house.world.installed).isEmpty();
        assertThat(house.traffic()).doesNotContain("UnitFilesChanged");
    }

    @Test
    void aPathCannotBeRehearsed() {
        assertError(
                rehearse(
                        "RehearseEnable",
                        texts("/tmp/x.service"),
                        new Value.Bool(false),
                        new Value.Bool(false)),
                ErrorName.INVALID_ARGS,
                "\"/tmp/x.service\" is a path: only unit names can be rehearsed.");
    }
}
