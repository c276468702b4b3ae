package hearth.dbus.bus;

import hearth.budget.Account;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.dbus.ErrorName;
import hearth.dbus.Guid;
import hearth.dbus.MatchRule;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.Signature;
import hearth.linux.socket.Credentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bus's own interface as a server without a bus offers it to one peer: enough for clients that
 * take any connection for a bus's (busctl, gdbus), and the matches that such a client adds.
 *
 * <p>A peer that adds no match gets every signal: as at systemd's private sockets, where systemctl
 * and systemd-run wait for signals without asking for them. Confined to the reactor's thread, but
 * for {@link #wants}: who sends signals to many peers compares them with all those rules, and does
 * so in a mailbox.
 */
public final class PeerBus {
    /** The most matches a peer may add; the reference bus allows 512. */
    public static final int MATCH_LIMIT = 512;

    /** The longest text of a match; the reference bus allows as much. */
    static final int MATCH_TEXT_LIMIT = 1_024;

    private static final String OWN_NAME = ":1.0";
    private static final String PEER_NAME = ":1.1";
    private static final Signature CREDENTIALS = Signature.of("a{sv}");

    private final Guid guid;
    private final Credentials self;
    private final Credentials peer;
    private final Charge matchCharge;
    private final Map<String, List<MatchRule>> matches = new LinkedHashMap<>();
    private volatile List<MatchRule> rules = List.of(); // each of them once

    /**
     * Creates the bus of one connection.
     *
     * @param guid the server's identity
     * @param self who we are
     * @param peer who is at the other end
     * @param account to whom its matches are charged
     */
    public PeerBus(Guid guid, Credentials self, Credentials peer, Account account) {
        matchCharge = account.open(Resource.MATCHES);
        this.guid = guid;
        this.self = self;
        this.peer = peer;
    }

    /** Returns whether a message is for the bus instead of an object of the server's. */
    public boolean isFor(Message message) {
        return message.type() == MessageType.METHOD_CALL
                && (message.interfaceName().filter(BusNames.BUS::equals).isPresent()
                        || message.destination().filter(BusNames.BUS::equals).isPresent());
    }

    /** Returns whether the peer wants this signal; any thread. */
    public boolean wants(Message signal) {
        List<MatchRule> now = rules;
        if (now.isEmpty()) {
            return true;
        }
        for (MatchRule rule : now) {
            if (rule.matches(signal)) {
                return true;
            }
        }
        return false;
    }

    /** Forgets all matches: the connection is over. */
    public void close() {
        matches.clear();
        matchCharge.close();
    }

    private void changed() {
        rules = matches.values().stream().map(List::getFirst).toList();
    }

    /**
     * Answers a call for which {@link #isFor} is true, and closes it; empty where no answer is
     * wanted.
     */
    public Optional<Message> answer(Message call) {
        Message answer =
                switch (call.member().orElse("") + "(" + call.signature() + ")") {
                    case "Hello()" -> string(call, PEER_NAME);
                    case "GetId()" -> string(call, guid.text());
                    case "AddMatch(s)" -> addMatch(call);
                    case "RemoveMatch(s)" -> removeMatch(call);
                    case "ListNames()", "ListActivatableNames()" -> names(call);
                    case "NameHasOwner(s)" -> nameHasOwner(call);
                    case "GetNameOwner(s)" -> nameOwner(call);
                    case "RequestName(su)", "ReleaseName(s)" -> number(call, 1);
                    case "StartServiceByName(su)" -> number(call, 2); // it runs already
                    case "GetConnectionUnixUser(s)" -> number(call, credentials(call).uid());
                    case "GetConnectionUnixProcessID(s)" -> number(call, credentials(call).pid());
                    case "GetConnectionCredentials(s)" -> connectionCredentials(call);
                    case "Ping()" -> Message.reply(call);
                    default ->
                            Message.error(
                                    call,
                                    ErrorName.UNKNOWN_METHOD,
                                    "there is no bus here, and no method "
                                            + call.member().orElse(""));
                };
        call.close();
        return call.expectsReply() ? Optional.of(answer) : Optional.empty();
    }

    private Message addMatch(Message call) {
        String text = call.reader().string();
        long count = matchCharge.amount();
        if (count >= MATCH_LIMIT) {
            return Message.error(
                    call, ErrorName.LIMITS_EXCEEDED, "more than " + MATCH_LIMIT + " matches");
        }
        if (text.length() > MATCH_TEXT_LIMIT) {
            return Message.error(
                    call,
                    ErrorName.MATCH_RULE_INVALID,
                    "a match of more than " + MATCH_TEXT_LIMIT + " characters");
        }
        return switch (MatchRule.parse(text)) {
            case MatchRule.Parsed.Invalid(String reason) ->
                    Message.error(call, ErrorName.MATCH_RULE_INVALID, reason);
            case MatchRule.Parsed.Valid(MatchRule rule) -> {
                if (!matchCharge.resize(count + 1)) {
                    yield Message.error(
                            call, ErrorName.LIMITS_EXCEEDED, Account.refusal(Resource.MATCHES));
                }
                matches.computeIfAbsent(text, key -> new ArrayList<>()).add(rule);
                changed();
                yield Message.reply(call);
            }
        };
    }

    private Message removeMatch(Message call) {
        List<MatchRule> same = matches.get(call.reader().string());
        if (same == null) {
            return Message.error(
                    call, ErrorName.MATCH_RULE_NOT_FOUND, "no such match was ever added");
        }
        same.removeLast();
        matchCharge.resize(matchCharge.amount() - 1);
        matches.values().removeIf(List::isEmpty);
        changed();
        return Message.reply(call);
    }

    private static Message names(Message call) {
        return Message.reply(call)
                .withBody(
                        Signature.STRINGS,
                        writer -> writer.strings(List.of(BusNames.BUS, OWN_NAME, PEER_NAME)));
    }

    /** Every name is the server's own: whatever the client came for, it is here. */
    private static Message nameOwner(Message call) {
        String name = call.reader().string();
        return string(call, name.equals(PEER_NAME) ? PEER_NAME : OWN_NAME);
    }

    private static Message nameHasOwner(Message call) {
        return Message.reply(call).withBody(Signature.BOOLEAN, writer -> writer.bool(true));
    }

    private Message connectionCredentials(Message call) {
        Credentials who = credentials(call);
        return Message.reply(call)
                .withBody(
                        CREDENTIALS,
                        writer ->
                                writer.openArray()
                                        .entry(
                                                "UnixUserID",
                                                Signature.UINT32,
                                                w -> w.uint32(who.uid()))
                                        .entry(
                                                "ProcessID",
                                                Signature.UINT32,
                                                w -> w.uint32(who.pid()))
                                        .closeArray());
    }

    /** Returns who has a name: the peer itself, or we. */
    private Credentials credentials(Message call) {
        MessageReader reader = call.reader();
        boolean isPeer = reader.string().equals(PEER_NAME);
        return isPeer ? peer : self;
    }

    private static Message string(Message call, String text) {
        return Message.reply(call).withBody(Signature.STRING, writer -> writer.string(text));
    }

    private static Message number(Message call, long number) {
        return Message.reply(call).withBody(Signature.UINT32, writer -> writer.uint32(number));
    }
}
