package hearth.cli.systemd.systemctl;

import hearth.cli.client.HearthManager;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.systemd.text.UnitWords;
import hearth.dbus.ErrorName;
import hearth.unit.value.Signals;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Verbs that answer a question by their exit status, and orders without a job. */
final class StateVerbs {
    /** States of files that mean that something starts the unit. */
    private static final Set<String> ENABLED =
            Set.of("enabled", "enabled-runtime", "static", "alias", "indirect", "generated");

    /** How long to wait for news before the manager is asked again how it is. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private StateVerbs() {}

    static int isActive(Invocation asked) throws CommandFailure, CallRefused, IOException {
        return is(asked, Set.of("active", "reloading"), ExitStatus.NOT_RUNNING);
    }

    static int isFailed(Invocation asked) throws CommandFailure, CallRefused, IOException {
        return is(asked, Set.of("failed"), ExitStatus.FAILURE);
    }

    private static int is(Invocation asked, Set<String> wanted, int otherwise)
            throws CommandFailure, CallRefused, IOException {
        boolean isAny = false;
        try (UserManager manager = asked.connect()) {
            for (var row : manager.unitsByNames(asked.units(manager))) {
                isAny |= wanted.contains(row.activeState());
                if (!asked.has("quiet")) {
                    asked.screen().line(row.activeState());
                }
            }
        }
        return isAny ? ExitStatus.OK : otherwise;
    }

    static int isEnabled(Invocation asked) throws CommandFailure, CallRefused, IOException {
        boolean isAny = false;
        try (UserManager manager = asked.connect()) {
            for (String word : asked.words()) {
                String name = UnitWords.exact(word, ".service", "to check", asked.screen());
                String state = fileState(manager, name);
                isAny |= ENABLED.contains(state);
                if (!asked.has("quiet")) {
                    asked.screen().line(state);
                }
            }
        }
        return isAny ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private static String fileState(UserManager manager, String name)
            throws CommandFailure, IOException {
        try {
            return new UnitFiles(manager).state(name);
        } catch (CallRefused refusal) {
            String text =
                    refusal.errorName().equals(ErrorName.FILE_NOT_FOUND)
                            ? "No such file or directory"
                            : refusal.text();
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to get unit file state for " + name + ": " + text);
        }
    }

    static int isSystemRunning(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            String state = manager.properties().text("SystemState");
            if (asked.has("wait")) {
                manager.subscribe();
                while (state.equals("initializing") || state.equals("starting")) {
                    new HearthManager(manager).pause(PAUSE);
                    state = manager.properties().text("SystemState");
                }
            }
            if (!asked.has("quiet")) {
                asked.screen().line(state);
            }
            return state.equals("running") ? ExitStatus.OK : ExitStatus.FAILURE;
        }
    }

    static int reload(Invocation asked) throws CommandFailure, IOException {
        boolean isReload = asked.verb().equals("daemon-reload");
        try (UserManager manager = asked.connect()) {
            manager.object().call(UserManager.MANAGER, isReload ? "Reload" : "Reexecute").close();
        } catch (CallRefused refusal) {
            throw ClientFailures.failure(isReload ? "reload daemon" : "reexecute daemon", refusal);
        }
        return ExitStatus.OK;
    }

    static int resetFailed(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            if (asked.words().isEmpty()) {
                manager.resetFailed();
                return ExitStatus.OK;
            }
            return each(
                    asked,
                    asked.units(manager),
                    "reset failed state of unit",
                    manager::resetFailed);
        }
    }

    static int kill(Invocation asked) throws CommandFailure, CallRefused, IOException {
        String word = asked.arguments().value("signal").orElse("TERM");
        OptionalInt signal = Signals.parse(word);
        if (signal.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to parse signal string \"" + word + "\".");
        }
        String whom =
                asked.arguments()
                        .value("kill-whom")
                        .or(() -> asked.arguments().value("kill-who")) // its name before 252
                        .orElse("all");
        try (UserManager manager = asked.connect()) {
            return each(
                    asked,
                    asked.units(manager),
                    "kill unit",
                    name -> manager.kill(name, whom, signal.getAsInt()));
        }
    }

    static int clean(Invocation asked) throws CommandFailure, CallRefused, IOException {
        List<String> given = asked.arguments().list("what");
        List<String> what = given.isEmpty() ? List.of("cache", "runtime") : given;
        try (UserManager manager = asked.connect()) {
            manager.subscribe();
            return each(
                    asked,
                    asked.units(manager),
                    "clean unit",
                    name -> {
                        manager.object()
                                .call(
                                        UserManager.MANAGER,
                                        "CleanUnit",
                                        "sas",
                                        body -> {
                                            body.string(name);
                                            body.strings(what);
                                        })
                                .close();
                        awaitCleaned(manager, name);
                    });
        }
    }

    private static void awaitCleaned(UserManager manager, String name)
            throws CallRefused, IOException {
        while (manager.unit(name).text("ActiveState").equals("maintenance")) {
            new HearthManager(manager).pause(PAUSE);
        }
    }

    static int freeze(Invocation asked) throws CommandFailure, CallRefused, IOException {
        boolean isFreezing = asked.verb().equals("freeze");
        String member = isFreezing ? "FreezeUnit" : "ThawUnit";
        try (UserManager manager = asked.connect()) {
            return each(
                    asked,
                    asked.units(manager),
                    asked.verb() + " unit",
                    name -> order(manager, member, name));
        }
    }

    private static void order(UserManager manager, String member, String name)
            throws CallRefused, IOException {
        manager.object().call(UserManager.MANAGER, member, "s", body -> body.string(name)).close();
    }

    static int cancel(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            if (asked.words().isEmpty()) {
                manager.object().call(UserManager.MANAGER, "ClearJobs").close();
                return ExitStatus.OK;
            }
            return each(asked, asked.words(), "cancel job", id -> cancel(manager, number(id)));
        }
    }

    private static void cancel(UserManager manager, long id) throws CallRefused, IOException {
        manager.object()
                .call(UserManager.MANAGER, "CancelJob", "u", body -> body.uint32(id))
                .close();
    }

    private static long number(String text) throws IOException {
        try {
            return Integer.parseUnsignedInt(text) & 0xFFFF_FFFFL;
        } catch (NumberFormatException e) {
            throw new IOException("\"" + text + "\" is no number of a job", e);
        }
    }

    /** What is done with one of several. */
    @FunctionalInterface
    private interface Order {
        void give(String name) throws CallRefused, IOException;
    }

    private static int each(Invocation asked, List<String> names, String purpose, Order order)
            throws IOException {
        int status = ExitStatus.OK;
        for (String name : names) {
            try {
                order.give(name);
            } catch (CallRefused refusal) {
                asked.screen().note(ClientFailures.text(purpose + " " + name, refusal));
                status = ExitStatus.FAILURE;
            }
        }
        return status;
    }
}
