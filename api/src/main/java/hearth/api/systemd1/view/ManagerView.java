package hearth.api.systemd1.view;

import hearth.api.Authority;
import hearth.api.Authority.Decision;
import hearth.api.systemd1.world.World;
import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.dbus.ErrorName;
import hearth.dbus.object.Call;
import hearth.dbus.object.Caller;
import hearth.manager.Manager;
import hearth.manager.Unit;
import hearth.manager.cause.Why;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the manager object is about: the manager with the world around it.
 *
 * @param manager whose units
 * @param world files, cgroups and logs
 * @param authority who may do what in the system scope
 * @param clients who hears what happens
 */
public record ManagerView(Manager manager, World world, Authority authority, Clients clients) {

    /** Returns what a unit's objects are about. */
    public UnitView of(Unit unit) {
        return new UnitView(this, unit);
    }

    /**
     * Runs {@code then} where the caller may, now or later; else answers the call.
     *
     * @param details what a person who is asked should know
     */
    public void authorize(
            Call call, Privilege privilege, Map<String, String> details, Runnable then) {
        Caller caller = call.caller();
        if (isTrusted(caller)) {
            then.run();
        } else if (manager.config().isUserScope()) {
            call.error(ErrorName.ACCESS_DENIED, "Access denied");
        } else {
            authority.ask(
                    new Authority.Question(
                            caller,
                            privilege.action(),
                            details,
                            call.allowsInteractiveAuthorization()),
                    decision -> decide(decision, call, then));
        }
    }

    /** Does something with the manager; what comes of it has the caller for its cause. */
    public <T> T asked(Call call, Supplier<T> order) {
        return manager.because(Why.of(world.causeOf(call.caller())), order);
    }

    private boolean isTrusted(Caller caller) {
        return caller.isRoot()
                || (manager.config().isUserScope() && caller.uid() == manager.config().uid());
    }

    private static void decide(Decision decision, Call call, Runnable then) {
        switch (decision) {
            case ALLOWED -> then.run();
            case DENIED -> call.error(ErrorName.ACCESS_DENIED, "Access denied");
            case AUTHENTICATION_REQUIRED ->
                    call.error(
                            ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED,
                            "Interactive authentication required.");
            case TOO_MANY_QUESTIONS ->
                    call.error(ErrorName.LIMITS_EXCEEDED, Account.refusal(Resource.QUESTIONS));
        }
    }

    /**
     * Returns the unit that a process belongs to, by a number that a client gives; 0 is its own.
     */
    public Outcome<Unit> unitOf(long pid, Caller caller) {
        int number = (int) pid; // pid_t, as which clients write it
        return number < 0
                ? new Outcome.Refused<>(Refusal.INVALID_ARGUMENT, "Invalid PID " + number)
                : manager.getUnitByPid(number == 0 ? caller.pid() : number);
    }

    /**
     * Runs {@code then} with the name of the unit that is meant: an empty one means the caller's
     * own unit.
     */
    public void resolve(Call call, String name, Consumer<String> then) {
        if (name.isEmpty()) {
            switch (unitOf(0, call.caller())) {
                case Outcome.Done<Unit>(Unit unit) -> then.accept(unit.id());
                case Outcome.Refused<Unit> refused ->
                        call.error(ErrorName.NO_SUCH_UNIT, "Client not member of any unit.");
            }
        } else {
            then.accept(name);
        }
    }

    /**
     * Runs {@code then}, after a look at the unit files where this unit, or one that it leads to,
     * is not loaded yet.
     */
    public void freshenFor(String name, Runnable then) {
        if (leadsToUnknown(name)) {
            world.freshen(then);
        } else {
            then.run();
        }
    }

    /** Returns whether a file of a moment ago may be about this unit, or one that it leads to. */
    public boolean leadsToUnknown(String name) {
        Optional<Unit> known = find(name);
        return known.isEmpty()
                || known.get().loadRefusal().isPresent()
                || manager.leadsToMissing(name);
    }

    /** Returns a unit in memory. */
    public Optional<Unit> find(String name) {
        return switch (manager.getUnit(name)) {
            case Outcome.Done<Unit>(Unit unit) -> Optional.of(unit);
            case Outcome.Refused<Unit> refused -> Optional.empty();
        };
    }

    /** Goes on with the value, or answers the call with the refusal. */
    public static <T> void onDone(Call call, Outcome<T> outcome, Consumer<T> then) {
        switch (outcome) {
            case Outcome.Done<T>(T value) -> then.accept(value);
            case Outcome.Refused<T> refused -> Failure.of(refused).answer(call);
        }
    }

    /** Answers the call without a value, or with the refusal. */
    public static void answer(Call call, Outcome<?> outcome) {
        onDone(call, outcome, value -> call.reply());
    }
}
