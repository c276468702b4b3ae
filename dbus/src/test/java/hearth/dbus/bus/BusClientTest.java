package hearth.dbus.bus;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Budgets;
import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Guid;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.dbus.connection.Connection;
import hearth.dbus.connection.Limits;
import hearth.linux.socket.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client and the bus that a server offers its peer, face to face. */
class BusClientTest {
    private static final Guid GUID = Guid.random(new SplittableRandom(2));
    private static final Credentials SERVER = new Credentials(1, 0, 0);
    private static final Credentials CLIENT = new Credentials(42, 1000, 1000);
    private static final DbusPath PATH = DbusPath.of("/org/freedesktop/systemd1");

    private final List<String> events = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final PeerBus bus = new PeerBus(GUID, SERVER, CLIENT, Budgets.generous().of(1000));
    private final List<Message> unanswered = new ArrayList<>();
    private boolean isSilent; // the bus itself
    private final Connection server =
            Connection.server(
                    GUID,
                    CLIENT,
                    Limits.SERVER,
                    fd -> {},
                    (connection, message) -> {
                        if (bus.isFor(message) && !isSilent) {
                            bus.answer(message).ifPresent(connection::send);
                        } else {
                            unanswered.add(message);
                        }
                    });
    private final BusClient client =
            BusClient.ofBus(
                    Limits.CLIENT,
                    fd -> {},
                    new BusClient.Listener() {
                        @Override
                        public void connected(BusClient client, String uniqueName) {
                            events.add("connected " + uniqueName);
                        }

                        @Override
                        public void received(BusClient client, Message message) {
                            events.add("received " + message.member().orElse(""));
                        }

                        @Override
                        public void disconnected(BusClient client, String reason) {
                            events.add("disconnected " + reason);
                        }
                    });
    private final BusNames names = new BusNames(client);

    @BeforeEach
    void connect() {
        exchange();
    }

    @Test
    void aClientSaysHelloAndLearnsItsName() {
        assertThat(events).containsExactly("connected :1.1");
    }

    @Test
    void anAnswerReachesItsCall() {
        client.call(call("One"), 100, replies::add);
        client.call(call("Two"), 100, replies::add);
        exchange();
        server.send(Message.error(unanswered.get(1), "a.b.C", "no"));
        server.send(Message.reply(unanswered.get(0)));
        exchange();

        assertThat(replies.get(0)).isEqualTo(new Reply.Failed("a.b.C", "no"));
        assertThat(replies.get(1)).isInstanceOf(Reply.Returned.class);
        assertThat(client.nextDeadlineNanos()).isEmpty();
    }

    @Test
    void aCallWithoutAnAnswerTimesOutOnce() {
        client.call(call("Late"), 100, replies::add);
        client.call(call("Later"), 200, replies::add);
        exchange();

        assertThat(client.nextDeadlineNanos()).hasValue(100);
        client.expire(99);
        assertThat(replies).isEmpty();
        client.expire(100);
        assertThat(replies).containsExactly(new Reply.TimedOut());
        assertThat(client.nextDeadlineNanos()).hasValue(200);
        server.send(Message.reply(unanswered.getFirst()));
        exchange();
        assertThat(replies).hasSize(1);
    }

    @Test
    void aLostConnectionAnswersWhatWaits() {
        client.call(call("One"), 100, replies::add);
        client.connection().close("the peer hung up");
        client.call(call("Two"), 100, replies::add);

        assertThat(replies).containsExactly(new Reply.Disconnected(), new Reply.Disconnected());
        assertThat(events).contains("disconnected the peer hung up");
    }

    @Test
    void namesAndCredentialsAreAskedFor() {
        var seen = new ArrayList<Object>();
        names.requestName("org.freedesktop.systemd1", Set.of(), 9, seen::add);
        names.credentials(":1.1", 9, seen::add);
        names.watchOwner("org.freedesktop.login1", 9, seen::add);
        exchange();

        assertThat(seen)
                .containsExactly(
                        BusNames.NameOutcome.OWNED,
                        Optional.of(new BusNames.PeerCredentials(1000, 42, OptionalInt.empty())),
                        new BusNames.Owner.Is(":1.0"));
    }

    private void answerOwner(Message answer) {
        server.send(answer);
        exchange();
    }

    /** Asks who owns a name that {@link #bus} knows nothing of; returns the call. */
    private Message askForOwner(List<Object> told) {
        isSilent = true;
        names.owner("org.example.A", 100, told::add);
        exchange();
        return unanswered.getLast();
    }

    @Test
    void onlyTheBussWordThatThereIsNoOwnerMeansIt() {
        List<Object> told = new ArrayList<>();
        answerOwner(Message.error(askForOwner(told), ErrorName.NAME_HAS_NO_OWNER, "no"));
        answerOwner(Message.error(askForOwner(told), ErrorName.LIMITS_EXCEEDED, "no"));
        answerOwner(Message.reply(askForOwner(told)));

        assertThat(told)
                .containsExactly(
                        new BusNames.Owner.None(),
                        new BusNames.Owner.Unknown(),
                        new BusNames.Owner.Unknown());
    }

    @Test
    void anOwnerIsUnknownWhereTheBusDoesNotAnswer() {
        List<Object> told = new ArrayList<>();
        askForOwner(told);
        client.expire(100);
        askForOwner(told);
        client.connection().close("the bus hung up");

        assertThat(told)
                .containsExactly(new BusNames.Owner.Unknown(), new BusNames.Owner.Unknown());
    }

    @Test
    void aNameIsNotRefusedByABusThatDoesNotAnswer() {
        List<Object> told = new ArrayList<>();
        isSilent = true;
        names.requestName("org.example.A", Set.of(), 100, told::add);
        client.expire(100);
        names.requestName("org.example.A", Set.of(), 100, told::add);
        client.connection().close("the bus hung up");

        assertThat(told)
                .containsExactly(BusNames.NameOutcome.UNANSWERED, BusNames.NameOutcome.UNANSWERED);
    }

    @Test
    void anOwnersChangeIsBelievedFromTheBusAlone() {
        Message change =
                Message.signal(
                                DbusPath.of("/org/freedesktop/DBus"),
                                BusNames.BUS,
                                "NameOwnerChanged")
                        .withBody(
                                Signature.of("sss"),
                                w -> w.string("a.b").string(":1.1").string(""));

        assertThat(BusNames.ownerChange(change.withSender(BusNames.BUS)))
                .contains(new BusNames.OwnerChange("a.b", ":1.1", ""));
        assertThat(BusNames.ownerChange(change.withSender(":1.9"))).isEmpty();
        assertThat(BusNames.ownerChange(change)).isEmpty();
    }

    @Test
    void aPeerWithoutMatchesGetsEverySignal() {
        assertThat(bus.wants(signal("JobRemoved"))).isTrue();
    }

    @Test
    void aPeerWithMatchesGetsWhatTheyFit() {
        names.addMatch("member='JobNew'", 9, agreed -> events.add("agreed " + agreed));
        exchange();
        assertThat(events).contains("agreed true");
        assertThat(bus.wants(signal("JobRemoved"))).isFalse();
        assertThat(bus.wants(signal("JobNew"))).isTrue();

        names.removeMatch("member='JobNew'");
        exchange();
        assertThat(bus.wants(signal("JobRemoved"))).isTrue();
    }

    @Test
    void aMatchThatIsNoneIsRefused() {
        names.addMatch("foo", 9, agreed -> events.add("agreed " + agreed));
        exchange();

        assertThat(events).contains("agreed false");
    }

    @Test
    void matchesHaveALimit() {
        for (int i = 0; i <= PeerBus.MATCH_LIMIT; i++) {
            int number = i;
            names.addMatch("arg0='" + i + "'", 9, agreed -> events.add(number + " " + agreed));
        }
        exchange();

        assertThat(events).contains("511 true", "512 false");
    }

    private static Message call(String member) {
        return Message.call("", PATH, "org.freedesktop.systemd1.Manager", member);
    }

    private static Message signal(String member) {
        return Message.signal(PATH, "org.freedesktop.systemd1.Manager", member);
    }

    private void exchange() {
        while (client.connection().hasOutput() || server.hasOutput()) {
            pass(client.connection(), server);
            pass(server, client.connection());
        }
    }

    private static void pass(Connection from, Connection to) {
        while (from.hasOutput()) {
            int count = from.outputEnd() - from.outputOffset();
            to.receive(from.output(), from.outputOffset(), count);
            from.written(count);
        }
    }
}
