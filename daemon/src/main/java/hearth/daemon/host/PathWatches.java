package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.record.Condition;
import hearth.daemon.protocol.record.Verdict;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.unit.trigger.PathWatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What path units wait for: the hand watches, and looks at what has changed. Belongs to the
 * manager's mailbox.
 */
final class PathWatches {
    /** What a pattern begins with that is none yet. */
    private static final String PATTERN_SIGNS = "*?[";

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final Consumer<Event> events;
    private final Map<Long, PathWatch> watches = new HashMap<>();

    PathWatches(Line<HandEvent> hand, Mailbox mailbox, Consumer<Event> events) {
        this.hand = hand;
        this.mailbox = mailbox;
        this.events = events;
    }

    /** Begins to watch, then looks: what comes between is told as a change. */
    void watch(Effect.WatchPath order) {
        long token = order.token();
        PathWatch watch = order.watch();
        watches.put(token, watch);
        boolean countsWrites = watch.kind() == PathWatch.Kind.MODIFIED;
        hand.order(
                new FileOrder.WatchPath(token, watched(watch), countsWrites),
                mailbox,
                answer -> {
                    if (answer instanceof CommonEvent.Failed failed) {
                        watches.remove(token);
                        events.accept(
                                new Event.PathUnwatchable(token, ErrnoText.of(failed.error())));
                    }
                });
        look(token, watch, false);
    }

    /** Watches no more. */
    void forget(long token) {
        if (watches.remove(token) != null) {
            hand.order(new FileOrder.UnwatchPath(token), _ -> {});
        }
    }

    /** Something has happened at a path. */
    void changed(long token) {
        PathWatch watch = watches.get(token);
        if (watch != null) {
            look(token, watch, true);
        }
    }

    private void look(long token, PathWatch watch, boolean isChange) {
        String question =
                switch (watch.kind()) {
                    case EXISTS, CHANGED, MODIFIED -> "PathExists";
                    case EXISTS_GLOB -> "PathExistsGlob";
                    case DIRECTORY_NOT_EMPTY -> "DirectoryNotEmpty";
                };
        hand.order(
                new HandOrder.CheckConditions(List.of(new Condition(question, watch.path()))),
                mailbox,
                answer -> {
                    if (watches.containsKey(token)
                            && answer instanceof HandEvent.ConditionResults(var results)) {
                        boolean isThere = results.getFirst().verdict() == Verdict.YES;
                        events.accept(new Event.PathSeen(token, isThere, isChange));
                    }
                });
    }

    /** Of a pattern, the directory above its first sign is watched, as in systemd. */
    private static String watched(PathWatch watch) {
        String path = watch.path();
        if (watch.kind() != PathWatch.Kind.EXISTS_GLOB) {
            return path;
        }
        int sign = 0;
        while (sign < path.length() && PATTERN_SIGNS.indexOf(path.charAt(sign)) < 0) {
            sign++;
        }
        int slash = path.lastIndexOf('/', sign);
        return sign == path.length() ? path : slash <= 0 ? "/" : path.substring(0, slash);
    }
}
