package hearth.daemon.bus;

import hearth.dbus.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;

/**
 * What has come from a user's bus and waits for the mailbox, in its order. The reactor puts it in,
 * the mailbox takes it out in small portions.
 */
final class BusNews {
    private record Item(Optional<Message> call, Runnable task) {
        void drop() {
            call.ifPresent(Message::close);
        }
    }

    private final Executor mailbox;
    private final IntPredicate mayGoOn;
    private final Runnable served;
    private final Deque<Item> items = new ArrayDeque<>(); // guarded by this
    private boolean isServed; // by the mailbox, or about to be; guarded by this
    private boolean isClosed; // guarded by this

    /**
     * Makes a queue.
     *
     * @param mayGoOn whether the mailbox may have another after so many; asked there
     * @param served told in the mailbox when a portion is done
     */
    BusNews(Executor mailbox, IntPredicate mayGoOn, Runnable served) {
        this.mailbox = mailbox;
        this.mayGoOn = mayGoOn;
        this.served = served;
    }

    /** Adds news without a message of its own. */
    void add(Runnable task) {
        add(new Item(Optional.empty(), task));
    }

    /** Adds a call, which the task owns when it runs. */
    void add(Message call, Runnable task) {
        add(new Item(Optional.of(call), task));
    }

    private synchronized void add(Item item) {
        if (isClosed) {
            item.drop();
        } else {
            items.add(item);
        }
    }

    synchronized int size() {
        return items.size();
    }

    /** Has the mailbox begin what waits, unless it does so already. */
    void serve() {
        synchronized (this) {
            if (isServed || items.isEmpty()) {
                return;
            }
            isServed = true;
        }
        mailbox.execute(this::serveSome);
    }

    /** In the mailbox. */
    private void serveSome() {
        try {
            Optional<Item> next = next();
            for (int count = 1; next.isPresent(); count++) {
                next.get().task().run();
                next = mayGoOn.test(count) ? next() : Optional.empty();
            }
        } finally {
            synchronized (this) {
                isServed = false;
            }
            served.run();
        }
    }

    private synchronized Optional<Item> next() {
        return Optional.ofNullable(items.poll());
    }

    /** Nobody hears anything more. Any thread. */
    synchronized void close() {
        isClosed = true;
        items.forEach(Item::drop);
        items.clear();
    }

    /** The bus is gone, and its callers with it: there is one more thing to hear. */
    void end(Runnable last) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            close();
        }
        mailbox.execute(last);
    }
}
