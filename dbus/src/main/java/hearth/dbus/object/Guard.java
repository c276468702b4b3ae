package hearth.dbus.object;

import hearth.dbus.ErrorName;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs what is done for calls, so that whatever a handler throws is answered and told. Confined to
 * the mailbox of what the server shows.
 */
final class Guard {
    /** What a caller is told; the rest is for the administrator. */
    static final String ANSWER = "internal error: hearthd's log says more";

    private final Faults faults;
    private Optional<Call> current = Optional.empty();

    Guard(Faults faults) {
        this.faults = faults;
    }

    /** Returns the call that is being handled. */
    Optional<Call> current() {
        return current;
    }

    /** Runs work for a call. */
    void run(Call call, Runnable work) {
        Optional<Call> outer = current;
        current = Optional.of(call);
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError thrown) {
            current = outer;
            answer(call);
            faults.failed(new Faults.Fault(call.message().toString(), call.caller(), thrown));
        } finally {
            current = outer;
        }
    }

    /** What threw may have answered already, or be about to answer later: then that counts. */
    private static void answer(Call call) {
        if (!call.isAnswered()) {
            call.error(ErrorName.FAILED, ANSWER);
        }
    }

    /** Returns work that goes on with the call that is being handled now. */
    Runnable later(Runnable work) {
        return current.<Runnable>map(call -> () -> run(call, work)).orElse(work);
    }

    /** Returns work that goes on, with what was found, with the call that is handled now. */
    <T> Consumer<T> later(Consumer<T> work) {
        return current.<Consumer<T>>map(call -> found -> run(call, () -> work.accept(found)))
                .orElse(work);
    }
}
