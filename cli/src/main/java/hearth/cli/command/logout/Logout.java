package hearth.cli.command.logout;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SessionRow;
import hearth.cli.client.SettingRow;
import hearth.cli.client.UnitProcess;
import hearth.cli.client.UserManager;
import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.ProcessJson;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth logout --dry-run [SESSION|USER]}: what a logout would kill and what it would leave
 * alone, by which rule, and how to keep it.
 *
 * @param whose a session or a user; without one the session in which the command was typed, or else
 *     all of the user's
 */
public record Logout(Optional<String> whose) implements Action {
    /** Where a manager keeps itself: not what a person has started. */
    private static final String OWN_UNIT = "init.scope";

    @Override
    public String purpose() {
        return "rehearse a logout";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        LogoutPlan plan;
        try (LoginManager login = context.managers().loginManager()) {
            plan = plan(login, context);
        }
        if (context.screen().isJson()) {
            context.screen().json(json -> write(json, plan));
        } else {
            show(plan, context.screen());
        }
        return ExitStatus.OK;
    }

    private LogoutPlan plan(LoginManager login, Context context)
            throws CommandFailure, CallRefused, IOException {
        List<SessionRow> all =
                login.sessions().stream().filter(row -> !row.state().equals("closing")).toList();
        List<SessionRow> ending = ending(login, all, context);
        var user = new Account(ending.getFirst().uid(), ending.getFirst().user());
        List<SettingRow> settings = login.settings();
        var endings = new ArrayList<LogoutPlan.Ending>();
        for (SessionRow session : ending) {
            endings.add(new LogoutPlan.Ending(session, processes(login, session)));
        }
        boolean lingers =
                login.users().stream().anyMatch(row -> row.uid() == user.uid() && row.lingers());
        return new LogoutPlan(
                user,
                endings,
                LogoutRule.of(login.logoutRule(user.name())),
                all.stream()
                        .filter(row -> row.uid() == user.uid() && !ending.contains(row))
                        .findFirst(),
                lingers,
                LogoutRule.setting("UserStopDelaySec", settings).value(),
                units(user, context));
    }

    /** All but the one that asks. */
    private static List<UnitProcess> processes(LoginManager login, SessionRow session)
            throws CallRefused, IOException {
        long own = ProcessHandle.current().pid();
        return login.processes(session.scope()).stream()
                .filter(process -> process.pid() != own)
                .toList();
    }

    private List<SessionRow> ending(LoginManager login, List<SessionRow> all, Context context)
            throws CommandFailure, CallRefused, IOException {
        String name = whose.orElse(context.user().name());
        List<SessionRow> named = all.stream().filter(row -> row.id().equals(name)).toList();
        List<SessionRow> ofUser = all.stream().filter(row -> row.user().equals(name)).toList();
        boolean isOwn = whose.isEmpty() && context.user().equals(context.caller());
        if (isOwn) {
            Optional<String> own = login.ownSession();
            named = all.stream().filter(row -> own.equals(Optional.of(row.id()))).toList();
        }
        List<SessionRow> found = named.isEmpty() ? ofUser : named;
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    whose.isPresent()
                            ? "there is no session " + name + ", and no such user is logged in"
                            : name + " is not logged in",
                    "hearth sessions");
        }
        return found;
    }

    /** What a manager runs that the caller may not look at, or that does not run, is nothing. */
    private static List<UnitProcess> units(Account user, Context context)
            throws CallRefused, IOException {
        boolean mayLook = context.caller().isRoot() || context.caller().uid() == user.uid();
        if (!mayLook || !context.managers().isRunning(user)) {
            return List.of();
        }
        try (UserManager manager = context.managers().managerOf(user)) {
            return manager.processes("-.slice").stream()
                    .filter(process -> !LogoutPlan.unitOf(process).equals(OWN_UNIT))
                    .toList();
        } catch (CommandFailure _) {
            return List.of(); // it has just ended
        }
    }

    private static void show(LogoutPlan plan, Screen screen) {
        for (LogoutPlan.Ending ending : plan.sessions()) {
            showSession(plan, ending, screen);
        }
        String manager = "user@" + plan.user().uid() + ".service";
        if (plan.stopsManager()) {
            screen.line(
                    Line.of(Style.DOUBTFUL, manager)
                            .then(
                                    " would stop "
                                            + plan.stopDelay()
                                            + " later: "
                                            + plan.managerReason()));
        } else {
            screen.line(Line.of(Style.GOOD, manager).then(" goes on: " + plan.managerReason()));
        }
        showUnits(plan, screen);
        advise(plan, screen);
    }

    private static void showSession(LogoutPlan plan, LogoutPlan.Ending ending, Screen screen) {
        String end = plan.rule().kills() ? "is killed" : "goes on";
        screen.line(
                Line.of("session " + ending.session().id() + " of " + plan.user().name())
                        .then(" would end; what is left in it ")
                        .then(plan.rule().kills() ? Style.DOUBTFUL : Style.GOOD, end)
                        .then(": " + plan.rule().reason()));
        for (UnitProcess process : ending.processes()) {
            screen.line("  " + process.pid() + " " + process.commandLine());
        }
    }

    private static void showUnits(LogoutPlan plan, Screen screen) {
        if (plan.units().isEmpty()) {
            return;
        }
        var table = new Table("UNIT", "THEN", "PROCESS");
        for (UnitProcess process : plan.units()) {
            table.add(
                    LogoutPlan.unitOf(process),
                    plan.stopsManager() ? "is stopped" : "goes on",
                    process.pid() + " " + process.commandLine());
        }
        table.write(screen);
    }

    private static void advise(LogoutPlan plan, Screen screen) {
        boolean losesProcesses =
                plan.rule().kills()
                        && plan.sessions().stream().anyMatch(one -> !one.processes().isEmpty());
        if (losesProcesses) {
            screen.line("a program of its own scope is left alone: hearth run --scope COMMAND");
        }
        if (plan.stopsManager() && (losesProcesses || !plan.units().isEmpty())) {
            screen.line("services and scopes go on after the last logout with: hearth linger on");
        }
    }

    private static void write(JsonGenerator json, LogoutPlan plan) {
        json.writeStartObject();
        json.writeStringProperty("user", plan.user().name());
        json.writeNumberProperty("uid", plan.user().uid());
        json.writeBooleanProperty("kills_session_processes", plan.rule().kills());
        json.writeStringProperty("rule", plan.rule().reason());
        json.writeBooleanProperty("lingers", plan.lingers());
        json.writeBooleanProperty("stops_manager", plan.stopsManager());
        json.writeStringProperty("manager_reason", plan.managerReason());
        json.writeName("sessions");
        JsonArray.objects(
                json,
                plan.sessions(),
                ending -> {
                    json.writeStringProperty("session", ending.session().id());
                    json.writeStringProperty("scope", ending.session().scope());
                    ProcessJson.write(json, ending.processes());
                });
        json.writeName("units");
        JsonArray.objects(
                json,
                plan.units(),
                process -> {
                    json.writeStringProperty("unit", LogoutPlan.unitOf(process));
                    json.writeNumberProperty("pid", process.pid());
                    json.writeStringProperty("command", process.commandLine());
                });
        json.writeEndObject();
    }
}
