package hearth.cli.command.top;

import hearth.cli.command.CommandFailure;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.FullScreen;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * Shows units on a terminal until a key ends it; reads them each second. Confined to one thread.
 */
final class Live {
    private final Sampler sampler;
    private final FullScreen terminal;
    private final View view;
    private final LongSupplier nanos;
    private FullScreen.Size size;
    private Sample last;

    /**
     * Creates one.
     *
     * @param first what units were at first
     * @param nanos a clock, as {@link System#nanoTime} has it
     */
    Live(Sampler sampler, FullScreen terminal, View view, Sample first, LongSupplier nanos) {
        this.sampler = sampler;
        this.terminal = terminal;
        this.view = view;
        this.nanos = nanos;
        last = first;
        size = terminal.size();
        view.units(first.since(first));
    }

    /**
     * Shows until a key ends it.
     *
     * @throws IOException where the terminal has gone
     */
    void run() throws IOException {
        long next = nanos.getAsLong() + Top.PERIOD_NANOS;
        while (true) {
            terminal.draw(view.lines(size));
            OptionalInt key = terminal.key();
            if (key.isPresent()) {
                switch (view.key(key.getAsInt())) {
                    case View.Request.Quit() -> {
                        return;
                    }
                    case View.Request.Order order -> order(order);
                    case View.Request.Show() -> {}
                }
            }
            if (nanos.getAsLong() - next >= 0) {
                sample();
                next = nanos.getAsLong() + Top.PERIOD_NANOS;
            }
        }
    }

    private void order(View.Request.Order order) {
        try {
            sampler.queue(order.verb(), order.unit());
            view.say(order.verb().word() + ": " + order.unit().unit() + " is asked for");
        } catch (CallRefused | CommandFailure | IOException e) {
            view.say("cannot " + order.verb().word() + ": " + e.getMessage());
        }
    }

    /** What is no longer so is not shown: a manager that does not answer has no units here. */
    private void sample() {
        size = terminal.size();
        try {
            Sample now = sampler.take();
            view.units(now.since(last));
            last = now;
            if (!now.silent().isEmpty()) {
                view.say("no answer: " + String.join(", ", now.silent()));
            }
        } catch (CommandFailure | CallRefused | IOException e) {
            view.units(List.of());
            view.say("no answer: " + e.getMessage());
            last = new Sample(List.of(), List.of());
        }
    }
}
