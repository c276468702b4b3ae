package hearth.api.systemd1;

import static hearth.api.systemd1.House.ALICE;
import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.text;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import hearth.manager.ManagerScope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders to a manager over the bus, their jobs, and who may give them; see {@link House}. */
class OrdersTest {
    private final House house = new House();

    @Test
    void aUnitThatIsNotInMemoryIsNotLoaded() {
        assertError(
                house.manager("GetUnit", text("nope.service")),
                ErrorName.NO_SUCH_UNIT,
                "Unit nope.service not loaded.");
    }

    @Test
    void aUnitWithoutAFileIsNotFound() {
        assertError(
                house.manager("StartUnit", text("nope.service"), text("replace")),
                ErrorName.NO_SUCH_UNIT,
                "Unit nope.service not found.");
    }

    @Test
    void anUnknownUnitIsLookedForInFreshFiles() {
        house.manager("LoadUnit", text("nope.service"));

        assertThat(house.world.freshened).isEqualTo(1);
    }

    @Test
    void aUnitThatWasOnlyLookedAtIsForgottenBeforeTheNextCall() {
        house.manager("LoadUnit", text("hello.service"));
        assertThat(house.traffic()).contains("UnitNew", "UnitRemoved");

        assertError(
                house.manager("KillUnit", text("hello.service"), text("all"), new Value.Int32(15)),
                ErrorName.NO_SUCH_UNIT,
                "Unit hello.service not loaded.");
    }

    @Test
    void noCallFindsWhatAnotherOneOfTheSameTaskHasLoaded() {
        house.handleAs(
                ALICE, ObjectPaths.MANAGER, House.MANAGER, "LoadUnit", text("hello.service"));
        house.sent.clear();
        house.handleAs(ALICE, ObjectPaths.MANAGER, House.MANAGER, "GetUnit", text("hello.service"));

        assertError(house.answer(), ErrorName.NO_SUCH_UNIT, "Unit hello.service not loaded.");
    }

    @Test
    void aUsersManagerMountsIntoNoUnit() {
        assertError(
                bindMount("hello.service"),
                ErrorName.NO_SUCH_UNIT,
                "Unit hello.service not loaded.");
        house.manager("StartUnit", text("hello.service"), text("replace"));

        assertError(
                bindMount("hello.service"),
                ErrorName.NOT_SUPPORTED,
                "Adding bind mounts at runtime is only supported for system managers.");
    }

    private Message bindMount(String unit) {
        return house.manager(
                "BindMountUnit",
                text(unit),
                text("/tmp"),
                text("/mnt"),
                new Value.Bool(false),
                new Value.Bool(false));
    }

    @Test
    void theSettingsOfAUnitWithoutAFileCannotBeChanged() {
        assertError(
                house.manager(
                        "SetUnitProperties",
                        text("nope.service"),
                        new Value.Bool(true),
                        House.properties()),
                ErrorName.NO_SUCH_UNIT,
                "Unit nope.service not found.");
    }

    @Test
    void aJobsPathEndsWithItsNumber() {
        Message answer = house.manager("StartUnit", text("hello.service"), text("replace"));

        int id = house.manager.jobs().iterator().next().id();
        assertThat(answer.reader().objectPath()).hasToString("/org/freedesktop/systemd1/job/" + id);
    }

    @Test
    void anUnknownModeIsNamed() {
        assertError(
                house.manager("StartUnit", text("hello.service"), text("gently")),
                ErrorName.INVALID_ARGS,
                "Job mode gently invalid");
    }

    @Test
    void theAnswerToAnOrderComesBeforeItsJobEnds() {
        house.manager("StartUnit", text("default.target"), text("replace"));

        assertThat(house.traffic()).startsWith("answer").contains("JobNew", "JobRemoved");
    }

    @Test
    void whatAUnitShowsIsToldBeforeItsJobEnds() {
        house.manager("StartUnit", text("default.target"), text("replace"));

        List<String> traffic = house.traffic();
        assertThat(traffic.indexOf("PropertiesChanged " + House.UNIT))
                .isBetween(0, traffic.indexOf("JobRemoved"));
    }

    @Test
    void theEndOfAJobTellsItsPathAndResult() {
        Message answer = house.manager("StartUnit", text("default.target"), text("replace"));

        Message removed =
                house.sent.stream()
                        .filter(message -> message.isSignal(House.MANAGER, "JobRemoved"))
                        .filter(message -> reads(message, "default.target"))
                        .findFirst()
                        .orElseThrow();
        MessageReader in = removed.reader();
        in.uint32();
        assertThat(in.objectPath()).isEqualTo(answer.reader().objectPath());
        assertThat(in.string()).isEqualTo("default.target");
        assertThat(in.string()).isEqualTo("done");
    }

    private static boolean reads(Message jobRemoved, String unit) {
        MessageReader in = jobRemoved.reader();
        in.uint32();
        in.objectPath();
        return in.string().equals(unit);
    }

    @Test
    void strangersMayNotGiveOrders() {
        house.callAs(
                new Caller("", 1001, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StartUnit",
                text("hello.service"),
                text("replace"));

        assertError(house.answer(), ErrorName.ACCESS_DENIED, "Access denied");
        assertThat(house.manager.jobs()).isEmpty();
    }

    @Test
    void inTheSystemScopeTheAuthorityDecides() {
        House system =
                new House(
                        ManagerScope.SYSTEM,
                        (question, then) ->
                                then.accept(Authority.Decision.AUTHENTICATION_REQUIRED));

        system.callAs(
                new Caller(":1.7", 1000, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StopUnit",
                text("default.target"),
                text("replace"));

        assertError(
                system.answer(),
                ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                "Interactive authentication required.");
    }

    @Test
    void theSystemsManagerRefusesAtOnceToRunSomething() {
        House system =
                new House(
                        ManagerScope.SYSTEM,
                        (question, then) -> then.accept(Authority.Decision.ALLOWED));

        system.callAs(
                new Caller(":1.7", 0, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StartTransientUnit",
                text("run-u1.service"),
                text("fail"),
                House.properties(),
                House.noAuxiliary());

        assertError(
                system.answer(),
                ErrorName.NOT_SUPPORTED,
                "hearth runs services of users only, none of the system's: start one of a user with"
                        + " \"systemd-run --user -M USER@\", or as that user");
        assertThat(system.manager.jobs()).isEmpty();
    }

    @Test
    void whoHoldsAUnitIsToldOfItWhenTheBusGoesOn() {
        Caller client = new Caller(":1.5", FakeWorld.USER, 7);
        house.objects.busConnected(house.outbox);
        house.manager("StartUnit", text("hello.service"), text("replace"));
        house.callAs(client, ObjectPaths.MANAGER, House.MANAGER, "RefUnit", text("hello.service"));
        house.sent.clear();

        house.objects.busGoesOn(house.outbox);
        house.objects.turnEnded();

        assertThat(house.sent)
                .anySatisfy(signal -> {
                    assertThat(signal.member()).contains("PropertiesChanged");
                    assertThat(signal.path().orElseThrow().text()).endsWith("/hello_2eservice");
                });
    }

    @Test
    void aSecondSubscriptionOfAClientIsRefused() {
        Caller client = new Caller(":1.5", FakeWorld.USER, 7);
        house.objects.busConnected(house.outbox);
        house.callAs(client, ObjectPaths.MANAGER, House.MANAGER, "Subscribe");
        house.sent.clear();

        house.callAs(client, ObjectPaths.MANAGER, House.MANAGER, "Subscribe");

        assertError(house.answer(), ErrorName.ALREADY_SUBSCRIBED, "Client is already subscribed.");
    }

    @Test
    void whoOrdersAJobOnTheBusHearsOfItsEndWithoutSubscribing() {
        house.objects.peerGone(house.outbox);
        house.objects.busConnected(house.outbox);

        house.callAs(
                new Caller(":1.5", FakeWorld.USER, 7),
                ObjectPaths.MANAGER,
                House.MANAGER,
                "StartUnit",
                text("default.target"),
                text("replace"));

        assertThat(house.traffic()).contains("JobRemoved").doesNotContain("UnitNew");
    }

    @Test
    void onlyClientsOnABusCanHoldAUnit() {
        house.manager("LoadUnit", text("hello.service"));

        assertThat(house.manager("RefUnit", text("hello.service")).errorName())
                .contains(ErrorName.INVALID_ARGS);
    }

    @Test
    void theMachineIsNotShutDown() {
        assertError(
                house.manager("Reboot"),
                ErrorName.NOT_SUPPORTED,
                "Reboot is only supported for system managers.");
    }

    @Test
    void aJobThatIsNotThereIsNamed() {
        assertError(
                house.manager("GetJob", new Value.Uint32(4711)),
                ErrorName.NO_SUCH_JOB,
                "Job 4711 does not exist.");
    }

    @Test
    void aUnitThatAnotherOneLeadsToIsLookedForInFreshFiles() {
        house.world.write("group.target", "[Unit]\nWants=late.service\n");
        house.manager.reload(house.files());
        house.manager("StartUnit", text("group.target"), text("replace"));
        int before = house.world.freshened;

        house.manager("RestartUnit", text("group.target"), text("replace"));
        assertThat(house.world.freshened).isEqualTo(before + 1);

        house.manager("StartUnit", text("hello.service"), text("replace"));
        house.manager("RestartUnit", text("hello.service"), text("replace"));
        assertThat(house.world.freshened).as("it leads to nobody").isEqualTo(before + 2);
    }
}
