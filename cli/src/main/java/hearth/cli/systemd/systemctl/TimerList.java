package hearth.cli.systemd.systemctl;

import hearth.cli.client.Properties;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.unit.Timers;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.Times;
import hearth.cli.text.Columns;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.dbus.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** {@code systemctl list-timers} and {@code list-sockets}. */
final class TimerList {
    private static final long NANOS = 1_000;

    private TimerList() {}

    private record Timer(String unit, OptionalLong next, long last, String activates) {}

    private record Socket(String listen, String type, String unit, String activates) {}

    /** Returns when a timer rings next; nothing where it waits for nothing. */
    static OptionalLong next(Properties timer, Context context) {
        return Timers.next(
                timer.number("NextElapseUSecRealtime"),
                timer.number("NextElapseUSecMonotonic"),
                Times.usec(context.clock().instant()),
                System.nanoTime() / NANOS);
    }

    static int timers(Invocation asked) throws CommandFailure, CallRefused, IOException {
        var timers = new ArrayList<Timer>();
        try (UserManager manager = asked.connect()) {
            for (ListedUnit unit : ListedUnit.of(manager, asked.states(), asked.patterns())) {
                if (unit.isType("timer") && unit.isShown(asked)) {
                    Properties timer = manager.unit(unit.name());
                    timers.add(
                            new Timer(
                                    unit.name(),
                                    next(timer, asked.context()),
                                    timer.number("LastTriggerUSec"),
                                    activated(timer)));
                }
            }
        }
        timers.sort(
                Comparator.comparingLong((Timer it) -> it.next().orElse(Long.MAX_VALUE))
                        .thenComparing(Timer::unit));
        if (asked.isJson()) {
            asked.screen()
                    .json(json ->
                            JsonArray.objects(
                                    json,
                                    timers,
                                    timer -> {
                                        json.writeNumberProperty("next", timer.next().orElse(0));
                                        json.writeNumberProperty("left", timer.next().orElse(0));
                                        json.writeNumberProperty("last", timer.last());
                                        json.writeNumberProperty("passed", timer.last());
                                        json.writeStringProperty("unit", timer.unit());
                                        json.writeStringProperty("activates", timer.activates());
                                    }));
            return ExitStatus.OK;
        }
        var listing = new Columns("NEXT", "LEFT", "LAST", "PASSED", "UNIT", "ACTIVATES");
        timers.forEach(timer -> add(listing, timer, asked.context()));
        listing.write(asked.screen(), asked.hasLegend(), asked.has("full"));
        legend(asked, "timer", timers.size());
        return ExitStatus.OK;
    }

    private static void add(Columns listing, Timer timer, Context context) {
        boolean isWaiting = timer.next().isPresent();
        long next = timer.next().orElse(0);
        boolean hasRung = timer.last() > 0;
        listing.add(
                isWaiting ? Spans.stamp(next, context.zone()) : "-",
                isWaiting ? Times.distance(next, context) : "-",
                hasRung ? Spans.stamp(timer.last(), context.zone()) : "-",
                hasRung ? Times.distance(timer.last(), context) : "-",
                timer.unit(),
                timer.activates());
    }

    private static String activated(Properties unit) {
        List<String> triggers = unit.texts("Triggers");
        return triggers.isEmpty() ? unit.text("Unit") : String.join(", ", triggers);
    }

    static int sockets(Invocation asked) throws CommandFailure, CallRefused, IOException {
        var sockets = new ArrayList<Socket>();
        try (UserManager manager = asked.connect()) {
            for (ListedUnit unit : ListedUnit.of(manager, asked.states(), asked.patterns())) {
                if (unit.isType("socket") && unit.isShown(asked)) {
                    addTo(sockets, unit.name(), manager.unit(unit.name()));
                }
            }
        }
        sockets.sort(Comparator.comparing(Socket::listen).thenComparing(Socket::type));
        boolean showsTypes = asked.has("show-types");
        var listing =
                showsTypes
                        ? new Columns("LISTEN", "TYPE", "UNIT", "ACTIVATES")
                        : new Columns("LISTEN", "UNIT", "ACTIVATES");
        for (Socket socket : sockets) {
            if (showsTypes) {
                listing.add(socket.listen(), socket.type(), socket.unit(), socket.activates());
            } else {
                listing.add(socket.listen(), socket.unit(), socket.activates());
            }
        }
        if (asked.isJson()) {
            listing.json(asked.screen());
            return ExitStatus.OK;
        }
        listing.write(asked.screen(), asked.hasLegend(), asked.has("full"));
        legend(asked, "socket", sockets.size());
        return ExitStatus.OK;
    }

    private static void addTo(List<Socket> sockets, String name, Properties unit) {
        String activates = String.join(", ", unit.texts("Triggers"));
        for (List<Value> fields : UnitText.structs(unit, "Listen")) {
            if (fields.get(0) instanceof Value.Text(String type)
                    && fields.get(1) instanceof Value.Text(String address)) {
                sockets.add(new Socket(address, type, name, activates.isEmpty() ? "-" : activates));
            }
        }
    }

    private static void legend(Invocation asked, String type, int count) {
        if (!asked.hasLegend()) {
            return;
        }
        Screen screen = asked.screen();
        screen.line();
        screen.line(count + " " + type + "s listed.");
        if (!asked.has("all")) {
            screen.line("Pass --all to see loaded but inactive " + type + "s, too.");
        }
    }
}
