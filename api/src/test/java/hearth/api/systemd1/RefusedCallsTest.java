package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Value;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calls that a systemd 252 refuses, each with the error that it has there; see {@link House}. */
class RefusedCallsTest {
    private final House house = new House();

    private void start(String unit) {
        house.manager("StartUnit", text(unit), text("replace"));
    }

    @Test
    void anEmptyNameIsNoUnitToStart() {
        assertError(
                house.manager("StartUnit", text(""), text("replace")),
                ErrorName.INVALID_ARGS,
                "Unit name  is not valid.");
    }

    @Test
    void anEmptyNameIsTheUnitOfWhoAsksElsewhere() {
        assertError(
                house.manager("KillUnit", text(""), text("all"), new Value.Int32(15)),
                ErrorName.NO_SUCH_UNIT,
                "Client not member of any unit.");
    }

    @Test
    void aModeIsLookedAtBeforeFlags() {
        Value flags = new Value.Uint64(1);
        assertError(
                house.manager("StartUnitWithFlags", text("hello.service"), text("bogus"), flags),
                ErrorName.INVALID_ARGS,
                "Job mode bogus invalid");
        assertError(
                house.manager("StartUnitWithFlags", text("hello.service"), text("fail"), flags),
                ErrorName.INVALID_ARGS,
                "Invalid 'flags' parameter '1'");
    }

    @Test
    void nothingIsStartedInPlaceOfAUnitThatIsNotLoaded() {
        assertError(
                house.manager(
                        "StartUnitReplace", text("a.service"), text("b.service"), text("fail")),
                ErrorName.NO_SUCH_UNIT,
                "Unit a.service not loaded.");
    }

    @Test
    void aJobMayBeToLookWhetherAUnitIsActive() {
        start("hello.service");

        Message answer =
                house.manager(
                        "EnqueueUnitJob",
                        text("hello.service"),
                        text("verify-active"),
                        text("replace"));

        assertThat(answer.type()).isEqualTo(MessageType.METHOD_RETURN);
    }

    @Test
    void cleaningLooksAtItsArgumentsAndAtTheUnit() {
        assertError(
                house.manager("CleanUnit", text("hello.service"), texts("nonsense")),
                ErrorName.INVALID_ARGS,
                "Invalid resource type: nonsense");
        assertError(
                house.manager("CleanUnit", text("hello.service"), texts("all")),
                ErrorName.NOTHING_TO_CLEAN,
                "No matching resources found.");
        assertError(
                house.manager("CleanUnit", text("default.target"), texts("all")),
                ErrorName.NOT_SUPPORTED,
                "Unit 'default.target' does not support cleaning.");
        start("hello.service");
        assertError(
                house.manager("CleanUnit", text("hello.service"), texts("all")),
                ErrorName.UNIT_BUSY,
                "Unit is not inactive or has pending job.");
    }

    @Test
    void markersAreAddedTakenAwayOrReplaced() {
        start("hello.service");

        mark("needs-reload");
        mark("+needs-restart", "-needs-reload");
        assertThat(markers()).containsExactly("needs-restart");
        mark("needs-reload");
        assertThat(markers()).containsExactly("needs-reload");
        assertError(mark("needs-x"), ErrorName.BAD_UNIT_SETTING, "Unknown marker \"needs-x\".");
        assertError(
                mark("+needs-reload", "needs-restart"),
                ErrorName.BAD_UNIT_SETTING,
                "Bad marker syntax.");
        assertThat(markers()).containsExactly("needs-reload");
    }

    private Message mark(String... words) {
        return house.manager(
                "SetUnitProperties",
                text("hello.service"),
                new Value.Bool(true),
                House.properties(House.property("Markers", texts(words))));
    }

    private List<String> markers() {
        Value shown = house.properties(house.unit("hello.service"), House.UNIT).get("Markers");
        Value.Array markers = (Value.Array) Objects.requireNonNull(shown);
        return markers.items().stream().map(word -> ((Value.Text) word).value()).toList();
    }

    @Test
    void watchdogsCanBePutToSleep() {
        Message answer =
                house.call(
                        ObjectPaths.MANAGER,
                        House.PROPERTIES,
                        "Set",
                        text(House.MANAGER),
                        text("ServiceWatchdogs"),
                        new Value.Variant(new Value.Bool(false)));

        assertThat(answer.type()).isEqualTo(MessageType.METHOD_RETURN);
        assertThat(house.properties(ObjectPaths.MANAGER, House.MANAGER).get("ServiceWatchdogs"))
                .isEqualTo(new Value.Bool(false));
    }

    @Test
    void theManagersOwnScopeIsNobodysToAbandon() {
        assertError(
                house.manager("AbandonScope", text("init.scope")),
                ErrorName.ACCESS_DENIED,
                "Operation not permitted");
    }

    @Test
    void whatIsNoModeOfStatusIsSaid() {
        assertThat(house.manager("SetShowStatus", text("no")).type())
                .isEqualTo(MessageType.METHOD_RETURN);
        assertError(
                house.manager("SetShowStatus", text("nonsense")),
                ErrorName.INVALID_ARGS,
                "Invalid show status 'nonsense'");
    }

    @Test
    void aUsersManagerPowersNothingOff() {
        assertError(
                house.manager("PowerOff"),
                ErrorName.NOT_SUPPORTED,
                "Powering off is only supported for system managers.");
    }
}
