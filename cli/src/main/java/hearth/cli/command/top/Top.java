package hearth.cli.command.top;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.FullScreen;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.cli.text.TerminalScreen;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * {@code hearth top}: what units use, shown until a key ends it, or printed so many times.
 *
 * @param order what units are sorted by
 * @param isOfAll whether all users' units are shown, which root may
 * @param count how many samples to print; nothing: show them on the terminal
 * @param outside what it has of the world
 */
public record Top(Order order, boolean isOfAll, OptionalInt count, Outside outside)
        implements Action {
    /** From one sample to the next. */
    static final long PERIOD_NANOS = 1_000_000_000;

    /** A clock, a pause and a terminal. */
    public interface Outside {
        /** Returns a clock's time, as {@link System#nanoTime} has it. */
        long nanos();

        /** Waits. */
        void pause(long nanos);

        /** Takes the terminal. */
        FullScreen terminal(Screen screen) throws IOException;

        /** Returns this process's own. */
        static Outside own() {
            return new Own();
        }
    }

    /** This process's own. */
    private record Own() implements Outside {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
            long end = System.nanoTime() + nanos;
            for (long left = nanos; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        @Override
        public FullScreen terminal(Screen screen) throws IOException {
            return TerminalScreen.open(screen);
        }
    }

    @Override
    public String purpose() {
        return "show what units use";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        boolean isRootAlone =
                context.caller().isRoot()
                        && context.user().isRoot()
                        && !context.managers().isRunning(context.user());
        LongSupplier clock = outside::nanos;
        try (var sampler = new Sampler(context, isOfAll || isRootAlone, clock)) {
            Sample first = sampler.take();
            if (count.isPresent()) {
                print(sampler, first, context);
            } else {
                show(sampler, first, context, clock);
            }
        }
        return ExitStatus.OK;
    }

    private void show(Sampler sampler, Sample first, Context context, LongSupplier clock)
            throws CommandFailure, IOException {
        String title = sampler.isOfAll() ? "all users" : context.user().name();
        try (FullScreen terminal = outside.terminal(context.screen())) {
            var view = new View(title, sampler.isOfAll(), order);
            new Live(sampler, terminal, view, first, clock).run();
        }
    }

    /** Processor time is what was used meanwhile: the first sample is only what to count from. */
    private void print(Sampler sampler, Sample first, Context context)
            throws CommandFailure, CallRefused, IOException {
        Sample last = first;
        for (int i = 0; i < count.getAsInt(); i++) {
            outside.pause(PERIOD_NANOS);
            Sample now = sampler.take();
            List<Usage> units = now.since(last).stream().sorted(order.comparator()).toList();
            Screen screen = context.screen();
            now.silent()
                    .forEach(user -> screen.note("the manager of " + user + " does not answer"));
            if (screen.isJson()) {
                screen.json(json -> JsonArray.objects(json, units, unit -> unit.write(json)));
            } else {
                if (i > 0) {
                    screen.line();
                }
                table(units, sampler.isOfAll(), screen);
            }
            // Each is to be seen when it is taken.
            screen.out().flush();
            last = now;
        }
    }

    private static void table(List<Usage> units, boolean hasUsers, Screen screen) {
        var table = UsageTable.of(units, hasUsers, screen.width().getAsInt());
        screen.line(Line.of(Style.FAINT, table.head()));
        for (Usage unit : units) {
            String text = table.line(unit);
            boolean isFailed = unit.reading().activeState().equals("failed");
            screen.line(isFailed ? Line.of(Style.BAD, text) : Line.of(text));
        }
    }
}
