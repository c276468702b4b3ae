package hearth.api.login1;

import hearth.dbus.object.Call;
import hearth.dbus.object.ObjectServer;
import hearth.login.host.CallId;
import hearth.login.host.LoginError;
import hearth.login.host.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls that login answers later. As many as login lets wait: each is a session or a linger order
 * in the making.
 */
final class PendingCalls {
    /** A call, and what is done with it when login has carried out its order. */
    private record Waiting(Call call, Consumer<Call> whenDone) {}

    private final ObjectServer server;
    private final Map<CallId, Waiting> waiting = new HashMap<>();
    private long lastId;

    PendingCalls(ObjectServer server) {
        this.server = server;
    }

    /** Gives an order, and answers its call unless login will. */
    void give(Call call, Function<CallId, Outcome> order) {
        give(call, order, Call::reply);
    }

    /** Gives an order, and goes on with its call when it is carried out. */
    void give(Call call, Function<CallId, Outcome> order, Consumer<Call> whenDone) {
        CallId id = new CallId(++lastId);
        waiting.put(id, new Waiting(call, server.later(whenDone)));
        switch (order.apply(id)) {
            case Outcome.Later() -> {}
            case Outcome.Done() -> done(id);
            case Outcome.Refused(LoginError error) -> failed(id, error);
        }
    }

    /** Goes on with a call whose order is carried out. */
    void done(CallId id) {
        Waiting it = waiting.remove(id);
        if (it != null) {
            it.whenDone().accept(it.call());
        }
    }

    /** Answers a call whose order has failed. */
    void failed(CallId id, LoginError error) {
        take(id).ifPresent(call -> refuse(call, error));
    }

    /** Returns a call that is to be answered now; empty for one from before a take-over. */
    Optional<Call> take(CallId id) {
        return Optional.ofNullable(waiting.remove(id)).map(Waiting::call);
    }

    /** Answers a call whose order is carried out at once. */
    static void answer(Call call, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(), Outcome.Later() -> call.reply();
            case Outcome.Refused(LoginError error) -> refuse(call, error);
        }
    }

    static void refuse(Call call, LoginError error) {
        call.error(error.kind().errorName(), error.message());
    }
}
