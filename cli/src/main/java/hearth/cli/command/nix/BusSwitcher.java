package hearth.cli.command.nix;

import hearth.cli.client.JobVerb;
import hearth.cli.client.LoginManager;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.client.UserRow;
import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Managers;
import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import hearth.nix.apply.ManagedUser;
import hearth.nix.apply.Switcher;
import hearth.nix.plan.ActiveUnit;
import hearth.nix.plan.UnitAction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The managers of this machine, over D-Bus.
 *
 * @param managers where they listen
 * @param only the one user whose manager it is about; nothing where it is about everybody's
 */
record BusSwitcher(Managers managers, Optional<Account> only) implements Switcher {
    /**
     * How long one user's manager may take for all that is asked of it: units may take 90 seconds
     * to start and as long to stop, some after others, and other users wait behind.
     */
    private static final Duration MANAGER_LIMIT = Duration.ofMinutes(10);

    private static final Set<String> ACTIVE =
            Set.of("active", "activating", "reloading", "refreshing");

    @Override
    public List<ManagedUser> running() throws IOException {
        List<ManagedUser> running = new ArrayList<>();
        if (only.isPresent()) {
            if (managers.isRunning(only.get())) {
                running.add(new ManagedUser(only.get().name(), only.get().uid()));
            }
            return running;
        }
        for (UserRow user : users()) {
            if (managers.isRunning(new Account(user.uid(), user.name()))) {
                running.add(new ManagedUser(user.name(), user.uid()));
            }
        }
        return running;
    }

    private List<UserRow> users() throws IOException {
        try (LoginManager login = managers.loginManager()) {
            return login.users();
        } catch (CommandFailure | CallRefused e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<Boolean> lingers(String user) throws IOException {
        Account account;
        try {
            account = Accounts.find(user);
        } catch (CommandFailure e) {
            return Optional.empty();
        }
        return Optional.of(
                users().stream().anyMatch(row -> row.uid() == account.uid() && row.lingers()));
    }

    @Override
    public void linger(String user, boolean isOn) throws IOException {
        try (LoginManager login = managers.loginManager()) {
            login.setLinger(Accounts.find(user).uid(), isOn);
        } catch (CommandFailure | CallRefused e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Manager open(ManagedUser user) throws IOException {
        try {
            UserManager manager = managers.managerOf(new Account(user.uid(), user.name()));
            manager.limit(MANAGER_LIMIT);
            manager.subscribe();
            return new BusManager(manager);
        } catch (CommandFailure | CallRefused e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** One conversation with one manager. */
    private record BusManager(UserManager manager) implements Manager {
        @Override
        public List<ActiveUnit> activeUnits(Predicate<String> isAsked) throws IOException {
            try {
                List<ActiveUnit> active = new ArrayList<>();
                for (UnitRow row : manager.units()) {
                    if (ACTIVE.contains(row.activeState()) && isAsked.test(row.name())) {
                        String fragment = manager.unit(row.name()).text("FragmentPath");
                        active.add(new ActiveUnit(row.name(), fragment));
                    }
                }
                return active;
            } catch (CallRefused e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public void reload() throws IOException {
            try {
                manager.reload();
            } catch (CallRefused e) {
                throw new IOException("it refuses to reload: " + e.text(), e);
            }
        }

        @Override
        public Map<String, String> run(UnitAction.Kind kind, List<String> units)
                throws IOException {
            Map<String, String> failures = new LinkedHashMap<>();
            Map<DbusPath, String> jobs = new LinkedHashMap<>();
            for (String unit : units) {
                try {
                    jobs.put(manager.queue(verb(kind), unit), unit);
                } catch (CallRefused e) {
                    failures.put(unit, e.text());
                }
            }
            manager.awaitJobs(jobs.keySet())
                    .forEach((job, result) -> {
                        String unit = jobs.getOrDefault(job, "");
                        switch (result) {
                            case "done", "skipped" -> {}
                            default -> failures.put(unit, reason(unit, result));
                        }
                    });
            return failures;
        }

        private static JobVerb verb(UnitAction.Kind kind) {
            return switch (kind) {
                case STOP -> JobVerb.STOP;
                case RELOAD -> JobVerb.RELOAD;
                case RESTART -> JobVerb.RESTART;
                case START -> JobVerb.START;
                case KEEP -> throw new IllegalArgumentException("what is kept needs no job");
            };
        }

        private static String reason(String unit, String result) {
            return switch (result) {
                case "dependency" -> "something that it needs failed";
                case "canceled" -> "another job took its place";
                case "timeout" -> "it took too long";
                case "failed" -> "it failed; `hearth status " + unit + "` says how";
                default -> "its job ended as \"" + result + "\"";
            };
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
