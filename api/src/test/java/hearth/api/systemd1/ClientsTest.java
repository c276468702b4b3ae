package hearth.api.systemd1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.manager.Signals;
import hearth.api.systemd1.view.Clients;
import hearth.api.systemd1.view.Clients.Subscription;
import hearth.api.systemd1.view.Limits;
import hearth.dbus.Message;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final Caller CLIENT = new Caller(":1.5", 1000, 7);

    private final Clients clients = new Clients();
    private final List<Message> atPeer = new ArrayList<>();
    private final List<Message> onBus = new ArrayList<>();
    private final Outbox peer = atPeer::add;
    private final Message signal = Signals.ofChangedUnitFiles();

    @Test
    void aPeerHearsEverythingWithoutSubscribing() {
        clients.peerConnected(peer);

        clients.tell(signal);

        assertThat(atPeer).containsExactly(signal);
    }

    @Test
    void aPeerThatIsGoneHearsNothing() {
        clients.peerConnected(peer);
        clients.peerGone(peer);

        clients.tell(signal);

        assertThat(atPeer).isEmpty();
        assertThat(clients.isAnybodyListening()).isFalse();
    }

    @Test
    void aBusHearsNothingUntilSomebodySubscribes() {
        clients.busConnected(onBus::add);
        clients.tell(signal);
        clients.subscribe(CLIENT);
        clients.tell(signal);

        assertThat(onBus).hasSize(1);
    }

    @Test
    void whoHoldsAUnitHearsOfItWithoutSubscribing() {
        House house = new House();
        house.objects.peerGone(house.outbox);
        house.objects.busConnected(onBus::add);
        house.manager.loadUnit("hello.service");
        house.manager.refUnit("hello.service", CLIENT.busName());
        house.objects.turnEnded();
        onBus.clear();

        house.manager.startUnit("hello.service", JobMode.REPLACE);
        house.objects.turnEnded();

        assertThat(onBus)
                .anyMatch(it -> it.isSignal("org.freedesktop.DBus.Properties", "PropertiesChanged"))
                .allMatch(it -> it.path().orElseThrow().toString().endsWith("/hello_2eservice"));
    }

    @Test
    void aClientThatLeavesTheBusNoLongerSubscribes() {
        clients.busConnected(onBus::add);
        clients.subscribe(CLIENT);
        clients.busClientGone(CLIENT.busName());

        assertThat(clients.isAnybodyListening()).isFalse();
    }

    @Test
    void whoNeverSubscribedCannotUnsubscribe() {
        assertThat(clients.unsubscribe(CLIENT)).isEqualTo(Subscription.NOT_SUBSCRIBED);
    }

    @Test
    void moreSubscribersThanAUserHasConnectionsAreRefused() {
        for (int i = 0; i < Limits.SUBSCRIBERS; i++) {
            clients.subscribe(new Caller(":2." + i, 1000, 7));
        }

        assertThat(clients.subscribe(CLIENT)).isEqualTo(Subscription.TOO_MANY);
    }
}
