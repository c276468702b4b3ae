package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.SessionRow;
import hearth.cli.client.SlowUnit;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** {@code hearth status}: one user's manager on one page. */
public record Overview() implements Action {
    /** Types of which a page that lists what runs would only repeat what every manager has. */
    private static final Set<String> SCENERY = Set.of("target", "slice", "device", "mount", "swap");

    /** What the login manager says; nothing where there is none, as without root. */
    private record Presence(boolean lingers, List<SessionRow> sessions) {}

    @Override
    public String purpose() {
        return "show what runs";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (context.caller().isRoot()
                && context.user().isRoot()
                && !context.managers().isRunning(context.user())) {
            return new Everyone().perform(context);
        }
        try (UserManager manager = context.userManager()) {
            Properties properties = manager.properties();
            List<UnitRow> units = manager.units();
            Optional<Presence> presence = presence(context);
            List<SlowUnit> slow = SlowUnit.of(manager, units, context.clock().instant());
            if (context.screen().isJson()) {
                context.screen()
                        .json(json -> write(json, context, properties, units, slow, presence));
            } else {
                show(context, properties, units, slow, presence);
            }
        }
        return ExitStatus.OK;
    }

    private static Optional<Presence> presence(Context context) {
        long uid = context.user().uid();
        try (LoginManager login = context.managers().loginManager()) {
            boolean lingers =
                    login.users().stream().anyMatch(row -> row.uid() == uid && row.lingers());
            List<SessionRow> sessions =
                    login.sessions().stream().filter(row -> row.uid() == uid).toList();
            return Optional.of(new Presence(lingers, sessions));
        } catch (CommandFailure | CallRefused | IOException e) {
            return Optional.empty();
        }
    }

    private static void show(
            Context context,
            Properties manager,
            List<UnitRow> units,
            List<SlowUnit> slow,
            Optional<Presence> presence) {
        Screen screen = context.screen();
        Account user = context.user();
        String state = manager.text("SystemState");
        screen.line(
                Line.of(Style.STRONG, user.name())
                        .then(" (uid " + user.uid() + "): ")
                        .then(state.equals("running") ? Style.GOOD : Style.BAD, state));
        long started = manager.number("UserspaceTimestamp");
        field(screen, "since", Spans.since(started, context.clock().instant(), context.zone()));
        field(screen, "linger", presence.map(Overview::linger).orElse("-"));
        field(screen, "sessions", presence.map(Overview::sessions).orElse("-"));
        field(screen, "units", counts(units));
        slow.forEach(unit -> field(screen, "waits", words(unit)));
        field(screen, "level", level(manager, presence.isPresent()));
        List<UnitRow> shown = shown(units);
        if (!shown.isEmpty()) {
            screen.line();
            table(shown).write(screen);
        }
    }

    private static void field(Screen screen, String label, String text) {
        String padded = "  " + label + " ".repeat(10 - label.length());
        screen.line(Line.of(Style.FAINT, padded).then(text));
    }

    private static String linger(Presence presence) {
        return presence.lingers()
                ? "on: services run from boot on, without a login"
                : "off: services end after the last logout";
    }

    private static String sessions(Presence presence) {
        return presence.sessions().isEmpty()
                ? "none"
                : presence.sessions().stream()
                        .map(Overview::session)
                        .collect(Collectors.joining(", "));
    }

    private static String session(SessionRow session) {
        String host = session.details().text("RemoteHost");
        return session.id()
                + (session.terminal().isEmpty() ? "" : " on " + session.terminal())
                + (host.isEmpty() ? "" : " from " + host)
                + (session.state().equals("closing") ? " (closing)" : "");
    }

    private static String counts(List<UnitRow> units) {
        long failed = units.stream().filter(UnitRow::isFailed).count();
        long active = shown(units).stream().filter(unit -> !unit.isFailed()).count();
        return active + " running, " + failed + " failed";
    }

    /** Returns whom others wait for, and how much longer at the most. */
    static String words(SlowUnit unit) {
        return "for the "
                + unit.job()
                + " job of "
                + unit.unit()
                + ", "
                + Spans.span(unit.taken())
                + unit.limit().map(limit -> " of " + Spans.span(limit)).orElse(", without a limit");
    }

    /** What this machine allows, in a word. */
    private static String level(Properties manager, boolean hasLogins) {
        return hasLogins
                ? "full: all users, sessions, lingering (" + manager.text("Version") + ")"
                : "rootless: this user's services, no sessions (" + manager.text("Version") + ")";
    }

    /** Returns the failed units, then what runs, each by name. */
    private static List<UnitRow> shown(List<UnitRow> units) {
        var shown = new ArrayList<UnitRow>();
        for (UnitRow unit : units) {
            String type = unit.name().substring(unit.name().lastIndexOf('.') + 1);
            boolean runs = !unit.activeState().equals("inactive") && !SCENERY.contains(type);
            if (unit.isFailed() || runs) {
                shown.add(unit);
            }
        }
        shown.sort(
                Comparator.comparing((UnitRow unit) -> !unit.isFailed())
                        .thenComparing(UnitRow::name));
        return shown;
    }

    private static Table table(List<UnitRow> units) {
        var table = new Table("UNIT", "STATE", "DESCRIPTION");
        for (UnitRow unit : units) {
            UnitStates.add(table, unit, unit.name(), UnitStates.text(unit), unit.description());
        }
        return table;
    }

    private static void write(
            JsonGenerator json,
            Context context,
            Properties manager,
            List<UnitRow> units,
            List<SlowUnit> slow,
            Optional<Presence> presence) {
        json.writeStartObject();
        json.writeStringProperty("user", context.user().name());
        json.writeNumberProperty("uid", context.user().uid());
        json.writeStringProperty("state", manager.text("SystemState"));
        json.writeStringProperty("version", manager.text("Version"));
        json.writeNumberProperty("since_usec", manager.number("UserspaceTimestamp"));
        presence.ifPresent(known -> {
            json.writeBooleanProperty("linger", known.lingers());
            json.writeName("sessions");
            JsonArray.texts(json, known.sessions().stream().map(SessionRow::id).toList());
        });
        json.writeName("waits");
        JsonArray.objects(
                json,
                slow,
                unit -> {
                    json.writeStringProperty("unit", unit.unit());
                    json.writeStringProperty("job", unit.job());
                    json.writeNumberProperty(
                            "taken_usec", TimeUnit.MICROSECONDS.convert(unit.taken()));
                    unit.limit()
                            .ifPresent(limit ->
                                    json.writeNumberProperty(
                                            "limit_usec", TimeUnit.MICROSECONDS.convert(limit)));
                });
        json.writeName("units");
        JsonArray.objects(json, units, unit -> UnitStates.write(json, unit));
        json.writeEndObject();
    }
}
