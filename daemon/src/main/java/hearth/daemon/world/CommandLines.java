package hearth.daemon.world;

import hearth.api.systemd1.world.UnitProcess;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.mailbox.FairExecutor;
import hearth.daemon.reactor.Reactor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Reads what processes were started with. That lies in their own memory, which a file system of
 * their user's may keep from being read for as long as it likes: so it is read for each user by a
 * thread of its own, and who asks is told the names alone where it takes too long.
 */
public final class CommandLines {
    /** Users whose processes are read at once; each has a thread meanwhile. */
    private static final int THREADS_MAX = 64;

    /** Questions about one user's processes that may wait. */
    private static final int WAITING_MAX = 16;

    /** How long who asks waits: reading ten thousand takes a tenth of it. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FairExecutor readers;
    private final Reactor reactor;
    private final Cgroups cgroups;

    /** Makes a reader, whose threads are there while they are needed. */
    public CommandLines(Reactor reactor, Cgroups cgroups) {
        this(FairExecutor.withThreads("processes", THREADS_MAX, WAITING_MAX), reactor, cgroups);
    }

    CommandLines(FairExecutor readers, Reactor reactor, Cgroups cgroups) {
        this.readers = readers;
        this.reactor = reactor;
        this.cgroups = cgroups;
    }

    /**
     * Reads what processes of one user were started with.
     *
     * @param user whose, for the turns that users take
     * @param mailbox where {@code then} is told, once
     */
    void read(
            String user,
            List<Cgroups.Member> members,
            Executor mailbox,
            Consumer<List<UnitProcess>> then) {
        var isTold = new AtomicBoolean();
        Consumer<List<UnitProcess>> once =
                found -> {
                    if (isTold.compareAndSet(false, true)) {
                        mailbox.execute(() -> then.accept(found));
                    }
                };
        boolean isTaken =
                readers.submit(
                        user,
                        () -> {
                            if (!isTold.get()) {
                                once.accept(
                                        members.stream()
                                                .map(member -> of(member, whole(member)))
                                                .toList());
                            }
                        });
        if (isTaken) {
            reactor.execute(() -> reactor.after(PATIENCE, () -> once.accept(named(members))));
        } else {
            once.accept(named(members));
        }
    }

    private String whole(Cgroups.Member member) {
        return cgroups.commandLine(member.pid());
    }

    /** The kernel has the names itself. */
    private List<UnitProcess> named(List<Cgroups.Member> members) {
        return members.stream()
                .map(member -> of(member, "[" + cgroups.name(member.pid()) + "]"))
                .toList();
    }

    private static UnitProcess of(Cgroups.Member member, String text) {
        return new UnitProcess(member.cgroup(), member.pid(), text);
    }
}
