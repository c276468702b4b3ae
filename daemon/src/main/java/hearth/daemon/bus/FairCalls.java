package hearth.daemon.bus;

import hearth.budget.Account;
import hearth.budget.Budgets;
import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.descriptor.ForeignDescriptors;
import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.Outbox;
import hearth.dbus.object.Caller;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The calls of all users that come over one connection, on their way to one mailbox: users take
 * turns there, and root's calls are before theirs. A user's calls are charged to him until they are
 * answered; one too many is answered at once.
 *
 * <p>Calls are put in by the reactor and begun in the mailbox.
 */
public final class FairCalls {
    /** Calls that the mailbox begins before it does other things. */
    static final int CALLS_A_TASK = 8;

    /** Begins a call, which it owns from then on. */
    @FunctionalInterface
    public interface Handler {
        /** Answers a call, now or later; in the mailbox. */
        void handle(Message call, Caller caller, Outbox outbox);
    }

    private record Waiting(Message call, Caller caller) {}

    private final Budgets budgets;
    private final ForeignDescriptors foreign;
    private final Executor mailbox;
    private final Outbox bus;
    private final Handler handler;

    private final Deque<Waiting> ofRoot = new ArrayDeque<>(); // guarded by this
    private final Map<Integer, Deque<Waiting>> ofUsers = new LinkedHashMap<>(); // guarded by this
    private boolean isPosted; // guarded by this

    /**
     * Makes the way to one mailbox.
     *
     * @param bus where answers go
     */
    public FairCalls(
            Budgets budgets,
            ForeignDescriptors foreign,
            Executor mailbox,
            Outbox bus,
            Handler handler) {
        this.budgets = budgets;
        this.foreign = foreign;
        this.mailbox = mailbox;
        this.bus = bus;
        this.handler = handler;
    }

    /** Takes a call, which it owns from now on. */
    public void put(Message call, Caller caller) {
        Message adopted = withDescriptorsOf(caller, call);
        if (caller.isRoot()) { // for whom logins wait: what it may have has no limit
            enqueue(new Waiting(adopted, caller));
            return;
        }
        Account account = budgets.of(caller.uid());
        Optional<Charge> one = account.charge(Resource.CALLS, 1);
        Optional<Charge> bytes =
                one.flatMap(_ -> account.charge(Resource.INCOMING_BYTES, call.sizeBytes()));
        if (bytes.isPresent()) {
            enqueue(new Waiting(adopted.withCharge(one.get()).withCharge(bytes.get()), caller));
            return;
        }
        one.ifPresent(Charge::close);
        refuse(adopted, one.isEmpty() ? Resource.CALLS : Resource.INCOMING_BYTES);
    }

    private void refuse(Message call, Resource resource) {
        if (call.expectsReply()) {
            bus.send(Message.error(call, ErrorName.LIMITS_EXCEEDED, Account.refusal(resource)));
        }
        call.close();
    }

    /** Descriptors came as nobody's in particular; now it is known who can make a close last. */
    private Message withDescriptorsOf(Caller caller, Message call) {
        DescriptorList came = call.descriptors();
        if (came.size() == 0) {
            return call;
        }
        int[] fds = new int[came.size()];
        for (int i = 0; i < fds.length; i++) {
            fds[i] = came.take(i);
        }
        ForeignDescriptors.Owner owner = foreign.of(caller.uid());
        if (owner.adopt(fds.length)) {
            return call.withDescriptors(DescriptorList.owning(owner, fds));
        }
        // They are here already, so the call goes on without them: it fails on its first use.
        for (int fd : fds) {
            owner.closeUncharged(fd);
        }
        return call.withDescriptors(DescriptorList.NONE);
    }

    private void enqueue(Waiting waiting) {
        boolean isFirst;
        synchronized (this) {
            int uid = waiting.caller().uid();
            Deque<Waiting> queue =
                    waiting.caller().isRoot()
                            ? ofRoot
                            : ofUsers.computeIfAbsent(uid, _ -> new ArrayDeque<>());
            queue.add(waiting);
            isFirst = !isPosted;
            isPosted = true;
        }
        if (isFirst) {
            mailbox.execute(this::serve);
        }
    }

    /** Forgets the calls of a client that has left: nobody waits for their answers. */
    public synchronized void gone(String busName) {
        ofUsers.values().forEach(queue -> queue.removeIf(waiting -> isOver(waiting, busName)));
        ofUsers.values().removeIf(Deque::isEmpty);
    }

    private static boolean isOver(Waiting waiting, String busName) {
        // who expects no answer may well leave at once
        boolean isOver =
                waiting.caller().busName().equals(busName) && waiting.call().expectsReply();
        if (isOver) {
            waiting.call().close();
        }
        return isOver;
    }

    private void serve() {
        boolean isOver = false;
        try {
            isOver = serveSome();
        } finally {
            if (!isOver) { // even where a handler threw: the others' calls go on
                mailbox.execute(this::serve);
            }
        }
    }

    /** Returns whether nothing waits any more. */
    private boolean serveSome() {
        for (int i = 0; i < CALLS_A_TASK; i++) {
            Optional<Waiting> next = next();
            if (next.isEmpty()) {
                return true;
            }
            Caller caller = next.get().caller();
            handler.handle(next.get().call(), caller, answer -> send(answer, caller));
        }
        return false;
    }

    /** Returns root's next call, or else that of the user whose turn it is. */
    private synchronized Optional<Waiting> next() {
        if (!ofRoot.isEmpty()) {
            return Optional.of(ofRoot.remove());
        }
        if (ofUsers.isEmpty()) {
            isPosted = false;
            return Optional.empty();
        }
        Map.Entry<Integer, Deque<Waiting>> user = ofUsers.entrySet().iterator().next();
        ofUsers.remove(user.getKey());
        Waiting next = user.getValue().remove();
        if (!user.getValue().isEmpty()) {
            ofUsers.put(user.getKey(), user.getValue()); // behind all others
        }
        return Optional.of(next);
    }

    /** Sends an answer, charged to whom it is for until the bus has read it. */
    private void send(Message answer, Caller caller) {
        if (caller.isRoot()) {
            bus.send(answer);
            return;
        }
        Optional<Charge> charge =
                budgets.of(caller.uid()).charge(Resource.OUTGOING_BYTES, answer.sizeBytes());
        if (charge.isPresent()) {
            bus.send(answer.withCharge(charge.get()));
            return;
        }
        answer.close();
        if (answer.type() == MessageType.METHOD_RETURN) {
            bus.send(
                    answer.failedInstead(
                            ErrorName.LIMITS_EXCEEDED, Account.refusal(Resource.OUTGOING_BYTES)));
        }
    }
}
