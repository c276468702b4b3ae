package hearth.daemon.fault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says defects of the brain with where they are, for its administrator and for whoever mends them.
 * The same place is said once an hour, however often somebody makes it fail. Any thread.
 */
public final class FaultLog {
    /** How long a place that was said is only counted. */
    private static final long QUIET_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Places remembered. */
    private static final int PLACES_MAX = 256;

    /** Lines of a stack: enough to see from which call it came. */
    private static final int FRAMES_MAX = 12;

    private record Told(long atNanos, int since) {}

    private final Consumer<String> complaints;
    private final LongSupplier nanoClock;
    private final Map<String, Told> told = new LinkedHashMap<>() { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Told> eldest) {
                    return size() > PLACES_MAX;
                }
            };

    /**
     * Makes a log.
     *
     * @param complaints takes a line each
     */
    public FaultLog(Consumer<String> complaints, LongSupplier nanoClock) {
        this.complaints = complaints;
        this.nanoClock = nanoClock;
    }

    /**
     * Says a fault.
     *
     * @param what what has failed: lower case, no full stop
     */
    public synchronized void say(String what, Throwable fault) {
        StackTraceElement[] stack = fault.getStackTrace();
        String place = fault.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
        long now = nanoClock.getAsLong();
        Told last = told.get(place);
        if (last != null && now - last.atNanos() < QUIET_NANOS) {
            told.put(place, new Told(last.atNanos(), last.since() + 1));
            return;
        }
        told.remove(place); // so that it is the youngest
        told.put(place, new Told(now, 0));
        String before =
                last == null || last.since() == 0
                        ? ""
                        : " (" + last.since() + " times more since it was said last)";
        complaints.accept(what + ": " + fault + before);
        for (int i = 0; i < Math.min(stack.length, FRAMES_MAX); i++) {
            complaints.accept("    at " + stack[i]);
        }
    }
}
