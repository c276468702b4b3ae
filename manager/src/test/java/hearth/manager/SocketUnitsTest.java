package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.host.PassedSocket;
import hearth.manager.type.socket.SocketRecord;
import hearth.manager.type.socket.SocketResult;
import hearth.unit.value.JobMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Socket units with the services that they start. */
class SocketUnitsTest {
    private static final String UNIT = "s.socket";
    private static final String LISTENER = "listener s.socket 0";

    private static House house(String... lines) {
        return House.ofUser()
                .file(UNIT, lines)
                .file("s.service", "[Service]", "ExecStart=/bin/long")
                .file("s@.service", "[Service]", "ExecStart=/bin/long")
                .begin();
    }

    private static String subState(House house) {
        return house.unit(UNIT).subState();
    }

    private static SocketRecord record(House house) {
        return house.unit(UNIT).record(SocketRecord.class).orElseThrow();
    }

    private static void end(House house, String unit) {
        house.host.exit(house.host.processesOf(unit).getFirst().pid(), ExitCode.EXITED, 0);
        house.host.settle(house.manager);
    }

    @Test
    void whatComesStartsTheServiceWhichGetsTheListener() {
        House house = house("[Socket]", "ListenStream=/s", "FileDescriptorName=front");

        house.start(UNIT);
        assertThat(subState(house)).isEqualTo("listening");
        house.host.send(house.manager, LISTENER);

        assertThat(subState(house)).isEqualTo("running");
        Effect.Spawn spawn = house.host.emitted(Effect.Spawn.class).getLast();
        assertThat(spawn.unit()).isEqualTo("s.service");
        assertThat(spawn.context().sockets()).containsExactly(new PassedSocket(LISTENER, "front"));
        end(house, "s.service");
        assertThat(subState(house)).isEqualTo("listening");
    }

    @Test
    void whatCannotBeOpenedIsItsEnd() {
        House house =
                House.ofUser()
                        .file("busy.socket", "[Socket]", "ListenStream=/s")
                        .file("busy.service", "[Service]", "ExecStart=/bin/long")
                        .begin();

        house.start("busy.socket");

        assertThat(house.unit("busy.socket").activeState()).isEqualTo(ActiveState.FAILED);
        assertThat(house.host.log)
                .contains("busy.socket: Failed to listen on sockets: Address already in use");
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void aServiceThatTakesNothingEndsItsSocket() {
        House house = house("[Socket]", "ListenStream=/s", "TriggerLimitBurst=2");
        house.start(UNIT);

        for (int i = 0; i < 2; i++) {
            house.host.send(house.manager, LISTENER);
            end(house, "s.service");
        }
        house.host.send(house.manager, LISTENER);

        assertThat(record(house).result()).isEqualTo(SocketResult.TRIGGER_LIMIT_HIT);
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void aServiceThatWasStartedTooOftenEndsItsSocket() {
        House house =
                House.ofUser()
                        .file(UNIT, "[Socket]", "ListenStream=/s")
                        .file(
                                "s.service",
                                "[Unit]",
                                "StartLimitBurst=1",
                                "[Service]",
                                "ExecStart=/bin/long")
                        .begin();
        house.start(UNIT);
        house.host.send(house.manager, LISTENER);
        end(house, "s.service");

        house.host.send(house.manager, LISTENER);

        assertThat(record(house).result()).isEqualTo(SocketResult.SERVICE_START_LIMIT_HIT);
    }

    @Test
    void itIsNotStartedWhereItsServiceRuns() {
        House house = house("[Socket]", "ListenStream=/s");
        house.start("s.service");

        house.start(UNIT);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
        assertThat(house.host.log)
                .contains("s.socket: Socket service s.service already active, refusing.");
    }

    @Test
    void itsCommandsRunAroundItsLife() {
        House house =
                house(
                        "[Socket]",
                        "ListenStream=/s",
                        "ExecStartPre=/bin/true",
                        "ExecStartPost=/bin/true",
                        "ExecStopPre=/bin/false");

        house.start(UNIT);
        assertThat(subState(house)).isEqualTo("listening");
        house.stop(UNIT);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.FAILED);
        assertThat(record(house).result()).isEqualTo(SocketResult.EXIT_CODE);
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void whatIsOpenStaysSoWhereItsLineIsGone() {
        House house = house("[Socket]", "ListenStream=/s", "ListenStream=/t");
        house.start(UNIT);
        house.file(UNIT, "[Socket]", "ListenStream=/s");

        house.killBrain();

        assertThat(subState(house)).isEqualTo("listening");
        house.host.send(house.manager, "listener s.socket 1");
        assertThat(subState(house)).isEqualTo("running");
        house.stop("s.service");
        house.stop(UNIT);
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void aCommandWhoseLineIsGoneCannotBeRun() {
        String[] lines = {"[Socket]", "ListenStream=/s", "ExecStartPre=/bin/long"};
        House house = house(lines);
        dieBeforeSpawn(house, UNIT);
        house.file(UNIT, "[Socket]", "ListenStream=/s");

        house.killBrain();

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.FAILED);
        assertThat(house.host.log)
                .contains(
                        "s.socket: Failed to run 'start-pre' task: its line is gone from the unit's"
                                + " file");
    }

    @Test
    void aServiceWhoseCommandIsGoneCannotBeRun() {
        for (String line : List.of("ExecStart=/bin/long", "ExecStartPre=/bin/long")) {
            String rest = "Type=oneshot\nRemainAfterExit=yes\nExecStop=/bin/true";
            House house = House.ofUser().service("s", rest, line).begin();
            dieBeforeSpawn(house, "s.service");
            house.service("s", rest);

            house.killBrain();

            assertThat(house.unit("s.service").activeState()).isEqualTo(ActiveState.FAILED);
        }
    }

    /** Starts a unit; the brain dies when it has written that down, and before it spawns. */
    private static void dieBeforeSpawn(House house, String unit) {
        int before = house.host.emitted(Effect.Spawn.class).size();
        house.host.diesBeforeSpawn = true;
        house.manager.startUnit(unit, JobMode.REPLACE);
        house.host.settle(house.manager);
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(before);
        house.host.dieAfter(Long.MAX_VALUE);
    }

    @Test
    void aLineThatIsBeingOpenedIsClosedBehindWhatIsLeftOfItsCommands() {
        House house =
                house(
                        "[Socket]",
                        "ListenStream=/s",
                        "ExecStartPre=/bin/daemon",
                        "ExecStopPre=/bin/true");
        house.host.opensLate = true;
        house.start(UNIT);
        assertThat(subState(house)).isEqualTo("start-chown");

        house.stop(UNIT);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void aLineThatWasOpenedOnTheWayDownIsClosed() {
        House house =
                house("[Socket]", "ListenStream=/s", "ListenStream=/t", "ExecStartPre=/bin/crowd");
        house.host.opensLate = true;
        house.start(UNIT);
        house.stop(UNIT);
        assertThat(subState(house)).isEqualTo("stop-pre-sigterm");

        house.host.tellLate(house.manager);
        house.host.advance(house.manager, 90_000_000);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.FAILED);
        assertThat(house.host.listeners).isEmpty();
    }

    @Test
    void itIsDownWhenAllIsClosed() {
        House house = house("[Socket]", "ListenStream=/s", "ListenStream=/t");
        house.start(UNIT);
        house.host.closesLate = true;

        house.stop(UNIT);
        assertThat(subState(house)).isEqualTo("stop-post");
        house.host.tellLate(house.manager);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
    }

    @Test
    void whatIsStillBeingClosedHoldsUpNothingAfterItsTime() {
        House house = house("[Socket]", "ListenStream=/s", "TimeoutSec=5s");
        house.start(UNIT);
        house.host.closesLate = true;
        house.stop(UNIT);

        house.host.advance(house.manager, 5_000_000);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.FAILED);
        assertThat(record(house).result()).isEqualTo(SocketResult.TIMEOUT);
        house.host.tellLate(house.manager);
        house.start(UNIT);
        assertThat(subState(house)).isEqualTo("listening");
    }

    /** The answer never comes, and no time ends it: the next hand is asked. */
    @Test
    void aHandThatDiesBeforeItHasClosedHoldsUpNothingForEver() {
        House house =
                house("[Socket]", "ListenStream=/s", "ListenStream=/t", "TimeoutSec=infinity");
        house.start(UNIT);
        house.host.closesLate = true;
        house.stop(UNIT);
        assertThat(subState(house)).isEqualTo("stop-post");

        assertThatItsEndComesWithTheNextHand(house);
    }

    @Test
    void aHandThatDiesBehindTheLastCommandHoldsUpNothingForEver() {
        House house =
                house(
                        "[Socket]",
                        "ListenStream=/s",
                        "ExecStopPost=/bin/long",
                        "TimeoutSec=infinity");
        house.start(UNIT);
        house.host.closesLate = true;
        house.stop(UNIT);
        end(house, UNIT);
        assertThat(subState(house)).isEqualTo("final-sigterm");

        assertThatItsEndComesWithTheNextHand(house);
    }

    private static void assertThatItsEndComesWithTheNextHand(House house) {
        house.host.forgetLate();

        house.killBrainAndHand();
        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.DEACTIVATING);
        house.host.tellLate(house.manager);

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
        house.host.closesLate = false;
        house.start(UNIT);
        assertThat(subState(house)).isEqualTo("listening");
    }

    @Test
    void aManagerThatIsTakenOverClosesAgainWhatWasBeingClosed() {
        House house = house("[Socket]", "ListenStream=/s");
        house.start(UNIT);
        house.host.closesLate = true;
        house.stop(UNIT);
        house.host.closesLate = false;

        house.killBrain();

        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
    }

    @Test
    void whatComesIsForWhomeverItsServiceIs() {
        House house =
                House.ofUser()
                        .file(UNIT, "[Socket]", "ListenStream=/s")
                        .service("s", "ExecStart=/bin/long")
                        .service("t", "Type=notify", "Sockets=s.socket", "ExecStart=/bin/long")
                        .begin();
        house.start(UNIT);
        house.unit("t.service");

        house.host.send(house.manager, LISTENER);

        assertThat(house.host.emitted(Effect.Spawn.class))
                .extracting(Effect.Spawn::unit)
                .containsExactly("s.service");
    }

    /** Returns a house with a socket that is to stop once another unit has, which takes long. */
    private static House stopping(String accept) {
        House house =
                House.ofUser()
                        .file(
                                UNIT,
                                "[Unit]",
                                "Before=last.service",
                                "[Socket]",
                                "ListenStream=/s",
                                "ListenDatagram=/t",
                                accept)
                        .service("s", "ExecStart=/bin/long")
                        .service("s@", "ExecStart=/bin/long")
                        .service("last", "ExecStart=/bin/stubborn")
                        .begin();
        house.start(UNIT);
        house.start("last.service");
        house.manager.stopUnit("last.service", JobMode.REPLACE);
        house.manager.stopUnit(UNIT, JobMode.REPLACE);
        house.host.settle(house.manager);
        assertThat(subState(house)).isEqualTo("listening");
        return house;
    }

    @Test
    void aConnectionIsDroppedWhereAStopWaits() {
        House house = stopping("Accept=yes");

        String name = house.host.connect(house.manager, LISTENER, "7");

        assertThat(house.host.closed).containsExactly(name);
        assertThat(record(house).refused()).isEqualTo(1);
        assertThat(house.host.awaited).containsKey(LISTENER);
        house.host.advance(house.manager, 100_000_000);
        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
    }

    @Test
    void whatComesIsThrownAwayWhereAStopWaits() {
        House house = stopping("Accept=no");

        house.host.send(house.manager, LISTENER);

        assertThat(subState(house)).isEqualTo("listening");
        assertThat(house.host.awaited).containsKey(LISTENER);
        assertThat(house.host.emitted(Effect.Flush.class))
                .containsExactly(
                        new Effect.Flush(LISTENER, true),
                        new Effect.Flush("listener s.socket 1", false));
        house.host.advance(house.manager, 100_000_000);
        assertThat(house.unit(UNIT).activeState()).isEqualTo(ActiveState.INACTIVE);
        assertThat(house.host.emitted(Effect.Spawn.class)).hasSize(1);
    }

    @Test
    void connectionsThatNobodyTookAreFlushedAsConnections() {
        House house = house("[Socket]", "ListenStream=/s", "FlushPending=yes");

        house.start(UNIT);

        assertThat(house.host.emitted(Effect.Flush.class))
                .containsExactly(new Effect.Flush(LISTENER, true));
    }

    @Test
    void severalSocketsGoToOneService() {
        House house =
                House.ofUser()
                        .file("a.socket", "[Socket]", "ListenStream=/a", "Service=s.service")
                        .file("b.socket", "[Socket]", "ListenStream=/b")
                        .file("b.service", "[Service]", "ExecStart=/bin/long")
                        .file("s.service", "[Service]", "Sockets=b.socket", "ExecStart=/bin/long")
                        .begin();
        house.start("a.socket");
        house.start("b.socket");

        house.start("s.service");

        assertThat(house.host.emitted(Effect.Spawn.class).getLast().context().sockets())
                .extracting(PassedSocket::name)
                .containsExactlyInAnyOrder("a.socket", "b.socket");
    }
}
