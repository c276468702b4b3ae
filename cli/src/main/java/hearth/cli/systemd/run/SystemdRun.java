package hearth.cli.systemd.run;

import hearth.cli.client.Properties;
import hearth.cli.client.TransientUnit;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Foreground;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.systemd.text.JobResults;
import hearth.cli.systemd.text.Times;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.unit.value.Signals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code systemd-run [OPTION...] COMMAND [ARGUMENT...]}.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-run.html">systemd-run(1)</a>
 */
public record SystemdRun(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                            "systemd-run",
                            """
                            help,h version user system host,H= machine,M= scope unit,u= property,p= description=
                            slice= slice-inherit remain-after-exit,r send-sighup service-type= uid= gid= nice=
                            working-directory= same-dir,d setenv,E= pty,t pipe,P quiet,q on-active= on-boot=
                            on-startup= on-unit-active= on-unit-inactive= on-calendar= on-clock-change
                            on-timezone-change path-property= socket-property= timer-property= no-block wait
                            collect,G shell,S no-ask-password
                            """)
                    .stoppingAtWord();

    /** Options that mean what this program cannot do. */
    private static final List<String> REFUSED =
            List.of("host", "machine", "pty", "shell", "slice-inherit");

    /** Options that the command of a scope would need, which is this program's own child. */
    private static final List<String> REFUSED_FOR_SCOPE = List.of("uid", "gid", "nice");

    /** How {@code waitid} calls an exit; anything else is a signal. */
    private static final long CLD_EXITED = 1;

    /** How it ends where a signal ended the program: what exit(3) has for exceptions. */
    private static final int SIGNALLED = 255;

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static SystemdRun of(List<String> typed) throws CommandFailure {
        Arguments arguments = GRAMMAR.read(typed);
        boolean hasTrigger = RunUnit.isTriggered(arguments);
        boolean isScope = arguments.has("scope");
        if (arguments.has("help")) {
            return new SystemdRun(arguments);
        }
        if (arguments.words().isEmpty()) {
            throw failure("Command line to execute required.");
        }
        if ((arguments.has("pty") || arguments.has("pipe")) && (isScope || hasTrigger)) {
            throw failure("--pty/--pipe is not compatible in timer or --scope mode.");
        }
        for (String refused : REFUSED) {
            if (arguments.has(refused)) {
                throw failure("systemd-run: option '--" + refused + "' is not supported here");
            }
        }
        for (String refused : REFUSED_FOR_SCOPE) {
            if (isScope && arguments.has(refused)) {
                throw failure(
                        "systemd-run: option '--"
                                + refused
                                + "' is not supported here with --scope");
            }
        }
        if (arguments.has("wait")) {
            if (arguments.has("no-block")) {
                throw failure("--wait may not be combined with --no-block.");
            }
            if (hasTrigger) {
                throw failure("--wait may not be combined with path, socket or timer operations.");
            }
            if (isScope) {
                throw failure("--wait may not be combined with --scope.");
            }
        }
        return new SystemdRun(arguments);
    }

    static CommandFailure failure(String message) {
        return new CommandFailure(ExitStatus.FAILURE, message);
    }

    @Override
    public String purpose() {
        return "run " + String.join(" ", arguments.words());
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen()
                    .text(
                            "systemd-run [OPTIONS...] COMMAND [ARGUMENTS...]\n\n"
                                    + "What each does is in systemd-run(1); what is left out, in"
                                    + " hearth-clients(1).\n");
            return ExitStatus.OK;
        }
        var wanted = new RunUnit(arguments, context);
        Path program = wanted.program();
        Foreground.Setting setting = wanted.setting();
        try (UserManager manager = connect(context)) {
            TransientUnit unit = wanted.unit(program, manager);
            int status = start(manager, unit, context);
            if (status != ExitStatus.OK || !arguments.has("scope")) {
                return status;
            }
        }
        return Foreground.run(program, wanted.command(), setting);
    }

    private UserManager connect(Context context) throws CommandFailure {
        try {
            return arguments.has("user")
                    ? context.managers().managerOf(context.user())
                    : context.managers().systemManager();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to connect to bus: " + failure.getMessage(),
                    failure.advice().orElse(""));
        }
    }

    private int start(UserManager manager, TransientUnit unit, Context context)
            throws CommandFailure, CallRefused, IOException {
        boolean isWaiting = arguments.has("wait") || arguments.has("pipe");
        manager.subscribe();
        DbusPath job;
        try {
            job = manager.startTransient(unit);
        } catch (CallRefused refusal) {
            String kind =
                    switch (unit) {
                        case TransientUnit.Service _ -> "service";
                        case TransientUnit.Scope _ -> "scope";
                        case TransientUnit.Timer timer -> type(timer);
                    };
            throw ClientFailures.failure("start transient " + kind + " unit", refusal);
        }
        if (isWaiting) {
            say(context.screen(), unit);
            return awaitEnd(manager, unit, context.screen());
        }
        if (!arguments.has("no-block")) {
            String result = manager.awaitJobs(List.of(job)).getOrDefault(job, "");
            var results = new JobResults(arguments.has("user"));
            if (!results.isGood(result)) {
                if (!arguments.has("quiet")) {
                    context.screen().notes(results.text(manager, unit.name(), result));
                }
                return ExitStatus.FAILURE;
            }
        }
        say(context.screen(), unit);
        return ExitStatus.OK;
    }

    private static String type(TransientUnit.Timer trigger) {
        return trigger.name().substring(trigger.name().lastIndexOf('.') + 1);
    }

    private void say(Screen screen, TransientUnit unit) {
        if (arguments.has("quiet")) {
            return;
        }
        switch (unit) {
            case TransientUnit.Service _ -> screen.note("Running as unit: " + unit.name());
            case TransientUnit.Scope _ -> screen.note("Running scope as unit: " + unit.name());
            case TransientUnit.Timer timer -> {
                screen.note("Running " + type(timer) + " as unit: " + timer.name());
                screen.note("Will run service as unit: " + timer.service().name());
            }
        }
    }

    private int awaitEnd(UserManager manager, TransientUnit unit, Screen screen)
            throws CallRefused, IOException {
        Properties told = manager.awaitEnd(unit.name());
        if (told.text("ActiveState").equals("failed")) {
            told = manager.unit(unit.name());
            if (arguments.has("collect")) {
                manager.resetFailed(unit.name());
            }
        }
        String result = told.text("Result").isEmpty() ? "success" : told.text("Result");
        long code = told.number("ExecMainCode");
        long status = told.number("ExecMainStatus");
        if (!arguments.has("quiet")) {
            screen.note("Finished with result: " + result);
            if (code > 0) {
                screen.note("Main processes terminated with: " + ended(code, status));
            }
            long begun = told.number("InactiveExitTimestampMonotonic");
            long over = told.number("InactiveEnterTimestampMonotonic");
            if (begun > 0 && over > begun) {
                screen.note("Service runtime: " + Times.span(over - begun));
            }
            long nanos = told.number("CPUUsageNSec");
            if (nanos > 0 && nanos != Properties.UNSET) {
                screen.note("CPU time consumed: " + Times.span(nanos / 1_000));
            }
        }
        if (result.equals("success")) {
            return ExitStatus.OK;
        }
        if (code == CLD_EXITED && status > 0) {
            return (int) status;
        }
        return code > 0 ? SIGNALLED : ExitStatus.FAILURE;
    }

    private static String ended(long code, long status) {
        if (code == CLD_EXITED) {
            return "code=exited/status=" + status;
        }
        String signal =
                Signals.nameOf((int) status)
                        .map(name -> name.substring("SIG".length()))
                        .orElse(Long.toString(status));
        return "code=killed/status=" + signal;
    }
}
