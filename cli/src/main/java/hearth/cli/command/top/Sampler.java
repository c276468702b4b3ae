package hearth.cli.command.top;

import hearth.cli.client.JobVerb;
import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.UnitRow;
import hearth.cli.client.UserManager;
import hearth.cli.client.UserRow;
import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.dbus.DbusPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads samples from one manager or from all. Conversations last from one sample to the next; one
 * that breaks is begun anew with the next sample. Confined to one thread.
 */
final class Sampler implements AutoCloseable {
    /** What one manager can have units for: the rest is not shown. */
    private static final int UNITS_MAX = 2_000;

    /** How long one of many users' managers may take: the others are to be shown as well. */
    private static final Duration ONE_OF_MANY = Duration.ofSeconds(5);

    private static final DbusPath UNITS = DbusPath.of("/org/freedesktop/systemd1/unit");

    private final Context context;
    private final boolean isOfAll;
    private final LongSupplier nanos;
    private final Map<String, UserManager> managers = new HashMap<>();
    private final Map<String, Account> accounts = new HashMap<>();

    /**
     * Creates one; nothing is connected yet.
     *
     * @param isOfAll whether all users' units are read, which root may
     * @param nanos a clock, as {@link System#nanoTime} has it
     */
    Sampler(Context context, boolean isOfAll, LongSupplier nanos) {
        this.context = context;
        this.isOfAll = isOfAll;
        this.nanos = nanos;
    }

    /** Returns whether units are of several users. */
    boolean isOfAll() {
        return isOfAll;
    }

    /** Reads all units. */
    Sample take() throws CommandFailure, CallRefused, IOException {
        List<Sample.Timed> readings = new ArrayList<>();
        if (!isOfAll) {
            read(context.user(), readings);
            return new Sample(readings, List.of());
        }
        List<String> silent = new ArrayList<>();
        for (Account user : everyone()) {
            List<Sample.Timed> own = new ArrayList<>();
            try {
                read(user, own);
                readings.addAll(own);
            } catch (CommandFailure | CallRefused | IOException _) {
                silent.add(user.name());
            }
        }
        return new Sample(readings, silent);
    }

    /** Asks for a job for a unit, and does not wait for it. */
    void queue(JobVerb verb, UnitKey unit) throws CommandFailure, CallRefused, IOException {
        Account user = accounts.get(unit.user());
        if (user == null) {
            throw new CommandFailure(ExitStatus.FAILURE, unit.user() + " is no longer here");
        }
        UserManager manager = managerOf(user);
        try {
            if (isOfAll) {
                manager.limit(ONE_OF_MANY);
            }
            manager.queue(verb, unit.unit());
        } catch (IOException e) {
            forget(user);
            throw e;
        }
    }

    private List<Account> everyone() throws CommandFailure, CallRefused, IOException {
        if (!context.caller().isRoot()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "only root may look at all users' services");
        }
        try (LoginManager login = context.managers().loginManager()) {
            List<Account> here = new ArrayList<>();
            for (UserRow row : login.users()) {
                var user = new Account(row.uid(), row.name());
                if (context.managers().isRunning(user)) {
                    here.add(user);
                }
            }
            return here;
        }
    }

    private void read(Account user, List<Sample.Timed> readings)
            throws CommandFailure, CallRefused, IOException {
        UserManager manager = managerOf(user);
        try {
            if (isOfAll) {
                manager.limit(ONE_OF_MANY);
            }
            List<UnitRow> rows =
                    manager.units().stream().filter(Sampler::isShown).limit(UNITS_MAX).toList();
            for (UnitRow row : rows) {
                properties(manager, row)
                        .map(all -> Reading.of(user.name(), row, all))
                        .map(reading -> new Sample.Timed(reading, nanos.getAsLong()))
                        .ifPresent(readings::add);
            }
        } catch (IOException e) {
            forget(user);
            throw e;
        }
    }

    /** Only these types run processes for long; a slice has what is in it. */
    private static boolean isShown(UnitRow unit) {
        return !unit.activeState().equals("inactive") && !typeInterface(unit.name()).isEmpty();
    }

    private static String typeInterface(String unit) {
        return switch (unit.substring(unit.lastIndexOf('.') + 1)) {
            case "service" -> "org.freedesktop.systemd1.Service";
            case "scope" -> "org.freedesktop.systemd1.Scope";
            case "slice" -> "org.freedesktop.systemd1.Slice";
            default -> "";
        };
    }

    /** A unit that has gone since the list was made is no longer to be shown. */
    private static Optional<Properties> properties(UserManager manager, UnitRow row)
            throws IOException {
        try {
            return Optional.of(
                    manager.object()
                            .at(UNITS.child(row.name()))
                            .properties(typeInterface(row.name())));
        } catch (CallRefused _) {
            return Optional.empty();
        }
    }

    private UserManager managerOf(Account user) throws CommandFailure {
        UserManager known = managers.get(user.name());
        if (known != null) {
            return known;
        }
        UserManager manager = context.managers().managerOf(user);
        managers.put(user.name(), manager);
        accounts.put(user.name(), user);
        return manager;
    }

    private void forget(Account user) {
        UserManager manager = managers.remove(user.name());
        if (manager != null) {
            manager.close();
        }
    }

    @Override
    public void close() {
        managers.values().forEach(UserManager::close);
        managers.clear();
    }
}
