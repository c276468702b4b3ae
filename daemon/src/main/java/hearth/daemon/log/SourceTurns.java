package hearth.daemon.log;

import hearth.daemon.log.source.LogSource;
import hearth.daemon.machine.Reason;
import hearth.journal.Field;
import hearth.linux.ErrnoException;
import hearth.linux.Polling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What has entries for logs beside services' pipes: of each owner's one has a turn in a round where
 * it has some. Belongs to the thread that writes logs.
 */
final class SourceTurns implements LogSource.Entries {
    private final Polling polling;
    private final int epollFd;
    private final LogTurns turns;
    private final Logs logs;
    private final Consumer<String> complaints;
    private final Map<Long, LogSource> byToken = new HashMap<>();
    private final Map<LogSource, Long> tokens = new HashMap<>();
    private final Map<String, Set<LogSource>> ready = new LinkedHashMap<>(); // by owner
    private final Set<LogSource> awaiting = new HashSet<>();
    private final Executor own;
    private long lastToken;

    /** The logs of managers. */
    interface Logs {
        /** Returns a manager's, which is made where there is none. */
        ManagerLog of(String manager);

        /** Returns a manager's where there is one. */
        Optional<ManagerLog> known(String manager);

        /** Something was written or lost. */
        void changed(ManagerLog log);
    }

    /**
     * Makes one without sources.
     *
     * @param own runs what it is given on the thread that writes logs; any thread may call
     */
    SourceTurns(
            Polling polling,
            int epollFd,
            LogTurns turns,
            Logs logs,
            Executor own,
            Consumer<String> complaints) {
        this.own = own;
        this.polling = polling;
        this.epollFd = epollFd;
        this.turns = turns;
        this.logs = logs;
        this.complaints = complaints;
    }

    /** Returns whether nothing is known to have entries. */
    boolean isIdle() {
        return ready.isEmpty();
    }

    /** Something came with this token; nothing happens where no source has it. */
    void ready(long token) {
        LogSource source = byToken.get(token);
        if (source != null) {
            ready(source);
        }
    }

    private void ready(LogSource source) {
        if (awaiting.contains(source)) {
            return; // it is ready when that is over
        }
        ready.computeIfAbsent(source.owner(), _ -> new LinkedHashSet<>()).add(source);
    }

    /** Lets one of each owner's that are ready have a turn; returns whether there was any. */
    boolean turn() {
        List<LogSource> now = new ArrayList<>(ready.size());
        for (Iterator<Set<LogSource>> each = ready.values().iterator(); each.hasNext(); ) {
            Iterator<LogSource> ofOwner = each.next().iterator();
            now.add(ofOwner.next());
            ofOwner.remove();
            if (!ofOwner.hasNext()) {
                each.remove();
            }
        }
        now.forEach(this::turn);
        return !now.isEmpty();
    }

    private void turn(LogSource source) {
        try {
            if (tokens.containsKey(source) && source.turn(this)) {
                ready(source);
            }
        } catch (ErrnoException | RuntimeException e) {
            complaints.accept("cannot take what is sent to logs: " + Reason.of(e));
        }
    }

    @Override
    public void open(LogSource source) {
        long token = --lastToken; // pipes have those above 0
        try {
            source.begin(turns.wasUnfinished(), this);
            polling.add(epollFd, source.fd(), Polling.READABLE | Polling.EDGE_TRIGGERED, token);
            byToken.put(token, source);
            tokens.put(source, token);
        } catch (ErrnoException e) {
            complaints.accept("cannot wait for what is sent to logs: " + Reason.of(e));
        }
    }

    @Override
    public void await(LogSource source, Executor thread, Runnable work) {
        awaiting.add(source);
        thread.execute(() -> {
            try {
                work.run();
            } finally {
                own.execute(() -> goOn(source));
            }
        });
    }

    private void goOn(LogSource source) {
        awaiting.remove(source);
        if (tokens.containsKey(source)) {
            ready(source);
        }
    }

    @Override
    public void end(LogSource source) {
        Long token = tokens.remove(source);
        if (token == null) {
            return;
        }
        byToken.remove(token);
        try {
            polling.remove(epollFd, source.fd());
        } catch (ErrnoException e) {
            throw new IllegalStateException("a registered descriptor is gone", e);
        }
    }

    @Override
    public void write(String manager, List<List<Field>> entries, LogSource.Taking taking)
            throws ErrnoException {
        ManagerLog log = logs.of(manager);
        turns.write(log, entries, taking);
        logs.changed(log);
    }

    @Override
    public void lose(String manager, long count) {
        ManagerLog log = logs.of(manager);
        log.lose(List.of(), count);
        logs.changed(log);
    }

    @Override
    public LogSource.Rules rulesOf(String manager, String unit) {
        return logs.known(manager)
                .flatMap(log -> log.rules().of(unit))
                .orElse(LogSource.Rules.NONE);
    }

    @Override
    public void tellSuppressed(String manager, String unit, long count) throws ErrnoException {
        ManagerLog log = logs.of(manager);
        turns.tellSuppressed(log, unit, count);
        logs.changed(log);
    }
}
