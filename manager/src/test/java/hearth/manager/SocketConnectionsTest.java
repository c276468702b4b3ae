package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.host.PassedSocket;
import hearth.manager.job.JobResult;
import hearth.manager.type.socket.SocketRecord;
import hearth.manager.type.socket.SocketResult;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Socket units that take connections, each of which has an instance. */
class SocketConnectionsTest {
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
    void eachConnectionHasAnInstanceAndLastsAsLongAsThat() {
        House house = house("[Socket]", "ListenStream=/s", "Accept=yes");
        house.start(UNIT);

        String first = house.host.connect(house.manager, LISTENER, "7");
        house.host.connect(house.manager, LISTENER, "8");

        assertThat(subState(house)).isEqualTo("listening");
        assertThat(house.unit("s@1-8-1000.service").activeState()).isEqualTo(ActiveState.ACTIVE);
        assertThat(house.host.emitted(Effect.Spawn.class).getFirst().context().sockets())
                .containsExactly(new PassedSocket(first, "connection"));
        assertThat(record(house).connections()).isEqualTo(2);
        end(house, "s@0-7-1000.service");
        assertThat(house.host.closed).containsExactly(first);
        assertThat(record(house).connections()).isEqualTo(1);
        assertThat(record(house).accepted()).isEqualTo(2);
    }

    @Test
    void connectionsAboveTheLimitsAreDropped() {
        House house =
                house(
                        "[Socket]",
                        "ListenStream=/s",
                        "Accept=yes",
                        "MaxConnections=2",
                        "MaxConnectionsPerSource=1");
        house.start(UNIT);
        house.host.connect(house.manager, LISTENER, "7");

        String second = house.host.connect(house.manager, LISTENER, "7");
        house.host.connect(house.manager, LISTENER, "8");
        String fourth = house.host.connect(house.manager, LISTENER, "9");

        assertThat(house.host.closed).isEqualTo(List.of(second, fourth));
        assertThat(record(house).refused()).isEqualTo(2);
        assertThat(record(house).accepted()).isEqualTo(2);
        assertThat(house.host.log)
                .contains(
                        "s.socket: Too many incoming connections (1) from source 7, dropping"
                                + " connection.",
                        "s.socket: Too many incoming connections (2), dropping connection.");
    }

    @Test
    void whatCannotBeTakenSinceThereAreTooManyEndsTheSocket() {
        House house = house("[Socket]", "ListenStream=/s", "Accept=yes");
        house.start(UNIT);

        house.host.connectInVain(house.manager, LISTENER);

        assertThat(record(house).result()).isEqualTo(SocketResult.RESOURCES);
        assertThat(house.host.awaited).isEmpty();
        assertThat(house.host.log)
                .contains("s.socket: Failed to accept socket: Too many open files");
    }

    @Test
    void instancesOfConnectionsAreNotTheServiceOfTheOtherLines() {
        House house = house("[Socket]", "ListenStream=/s", "ListenDatagram=/t", "Accept=yes");
        house.start(UNIT);

        house.host.connect(house.manager, LISTENER, "7");
        assertThat(subState(house)).isEqualTo("listening");
        end(house, "s@0-7-1000.service");
        house.host.connect(house.manager, LISTENER, "8");
        house.host.send(house.manager, "listener s.socket 1");

        assertThat(house.host.emitted(Effect.Spawn.class))
                .extracting(Effect.Spawn::unit)
                .containsExactly("s@0-7-1000.service", "s@1-8-1000.service", "s.service");
    }

    @Test
    void aConnectionThatLastsIsNotInTheWayOfARestart() {
        House house = house("[Socket]", "ListenStream=/s", "ListenDatagram=/t", "Accept=yes");
        house.start(UNIT);
        house.host.connect(house.manager, LISTENER, "7");
        assertThat(house.unit("s@0-7-1000.service").activeState()).isEqualTo(ActiveState.ACTIVE);

        house.stop(UNIT);

        assertThat(house.start(UNIT)).isEqualTo(JobResult.DONE);
        assertThat(subState(house)).isEqualTo("listening");
        assertThat(house.host.processesOf("s@0-7-1000.service")).hasSize(1);
    }

    @Test
    void aClientThatStaysMayConnectAgainAfterARestart() {
        House house = house("[Socket]", "ListenStream=/s", "Accept=yes");
        house.start(UNIT);
        house.host.connect(house.manager, LISTENER, "7");
        house.stop(UNIT);
        house.start(UNIT);

        String second = house.host.connect(house.manager, LISTENER, "7");

        assertThat(house.unit("s@0-7-1000.service").activeState()).isEqualTo(ActiveState.ACTIVE);
        assertThat(house.host.processesOf("s@1-7-1000.service")).hasSize(1);
        assertThat(house.host.emitted(Effect.Spawn.class).getLast().context().sockets())
                .containsExactly(new PassedSocket(second, "connection"));
        assertThat(house.host.closed).isEmpty();
    }

    @Test
    void aConnectionWhoseInstanceRunsAlreadyIsDropped() {
        House house = house("[Socket]", "ListenStream=/s", "Accept=yes");
        house.start("s@0-7-1000.service");
        house.start(UNIT);

        String first = house.host.connect(house.manager, LISTENER, "7");

        assertThat(house.host.closed).containsExactly(first);
        assertThat(subState(house)).isEqualTo("listening");
        assertThat(record(house).refused()).isEqualTo(1);
        assertThat(record(house).connections()).isEqualTo(0);
        house.host.connect(house.manager, LISTENER, "7");
        assertThat(house.host.processesOf("s@1-7-1000.service")).hasSize(1);
    }

    @Test
    void whatAnEarlierBrainHasTakenAndNobodyHasIsClosed() {
        House house = house("[Socket]", "ListenStream=/s", "Accept=yes");
        house.start(UNIT);
        String served = house.host.connect(house.manager, LISTENER, "7");
        house.host.connections.add("connection 999");
        String coming = Connection.nameOf(Objects.requireNonNull(house.host.awaited.get(LISTENER)));
        house.host.connections.add(coming);

        house.killBrain();

        assertThat(house.host.connections).containsExactlyInAnyOrder(served, coming);
    }
}
