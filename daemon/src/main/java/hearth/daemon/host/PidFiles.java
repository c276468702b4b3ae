package hearth.daemon.host;

import hearth.daemon.link.Line;
import hearth.daemon.machine.Cgroups;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.ErrnoText;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * PID files that services are going to write: watched, read by the hand, believed only where they
 * name a process of the unit. Belongs to the manager's mailbox.
 */
final class PidFiles {
    /** Bytes of a PID file that are read. */
    private static final int PID_FILE_BYTES_MAX = 4_096;

    private static final int ENOENT = 2;

    private final Line<HandEvent> hand;
    private final Mailbox mailbox;
    private final Cgroups cgroups;
    private final Consumer<Event> events;
    private final Map<Long, Effect.ReadPidFile> open = new HashMap<>();

    PidFiles(Line<HandEvent> hand, Mailbox mailbox, Cgroups cgroups, Consumer<Event> events) {
        this.hand = hand;
        this.mailbox = mailbox;
        this.cgroups = cgroups;
        this.events = events;
    }

    /** Reads a PID file now and each time it changes, until it names a process. */
    void read(Effect.ReadPidFile question) {
        forget(question.unit());
        open.put(question.token(), question);
        hand.order(
                new FileOrder.WatchPath(question.token(), question.path(), false),
                mailbox,
                _ -> ask(question));
    }

    /** A watched path has changed. */
    void changed(long watch) {
        Effect.ReadPidFile question = open.get(watch);
        if (question != null) {
            ask(question);
        }
    }

    /** A unit waits for no file any more. */
    void forget(String unit) {
        open.values()
                .removeIf(question -> {
                    boolean isTheirs = question.unit().equals(unit);
                    if (isTheirs) {
                        unwatch(question);
                    }
                    return isTheirs;
                });
    }

    private void unwatch(Effect.ReadPidFile question) {
        hand.order(new FileOrder.UnwatchPath(question.token()), mailbox, _ -> {});
    }

    private void ask(Effect.ReadPidFile question) {
        hand.order(
                new FileOrder.ReadFile(question.path(), PID_FILE_BYTES_MAX, true),
                mailbox,
                answer -> take(question, answer));
    }

    private void take(Effect.ReadPidFile question, HandEvent answer) {
        if (!open.containsKey(question.token())) {
            return;
        }
        Event.PidFile outcome =
                switch (answer) {
                    case HandEvent.FileContent content ->
                            judge(question, content.content().text().strip());
                    case CommonEvent.Failed failed when failed.error() == ENOENT ->
                            new Event.PidFile.Missing();
                    case CommonEvent.Failed failed ->
                            new Event.PidFile.Unusable(ErrnoText.of(failed));
                    default -> throw new IllegalStateException("no answer to ReadFile: " + answer);
                };
        if (outcome instanceof Event.PidFile.Found) {
            open.remove(question.token());
            unwatch(question);
        }
        events.accept(new Event.PidFileRead(question.token(), outcome));
    }

    private Event.PidFile judge(Effect.ReadPidFile question, String text) {
        if (text.isEmpty()) {
            return new Event.PidFile.Missing();
        }
        int pid;
        try {
            pid = Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return new Event.PidFile.Unusable("it is not a number");
        }
        boolean isTheirs =
                cgroups.of(pid)
                        .filter(cgroup ->
                                cgroup.equals(question.cgroup())
                                        || cgroup.startsWith(question.cgroup() + "/"))
                        .isPresent();
        return isTheirs
                ? new Event.PidFile.Found(pid)
                : new Event.PidFile.Unusable("process " + pid + " is not of this unit");
    }
}
