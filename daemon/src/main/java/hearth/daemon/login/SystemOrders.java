package hearth.daemon.login;

import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.system.SystemInstance;
import hearth.login.host.JobResult;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.ScopeProperty;
import hearth.login.host.ScopeRequest;
import hearth.login.host.Token;
import hearth.manager.Manager;
import hearth.manager.ManagerListener;
import hearth.manager.TransientUnit;
import hearth.manager.Unit;
import hearth.manager.cause.Why;
import hearth.manager.host.Effect;
import hearth.manager.job.Job;
import hearth.manager.job.Outcome;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What login orders of the system manager. Orders go to that manager's mailbox, what becomes of
 * them comes back to login's; neither waits for the other.
 *
 * <p>Constructed before login, which begins with what is up: nothing may happen between that look
 * and the first event.
 */
public final class SystemOrders implements ManagerListener {
    private final SystemInstance system;
    private final Mailbox mailbox;
    private Consumer<LoginEvent> events = _ -> {};
    // These belong to the system manager's mailbox.
    private final Map<Integer, List<Token>> jobs = new HashMap<>();
    private final Map<Integer, JobResult> endedAtOnce = new HashMap<>();

    /** Why units are about to be stopped; gone with the order, or with the unit. */
    private final Map<String, Why> reasons = new HashMap<>();

    private boolean isOrdering;
    private final Set<String> active = new HashSet<>();

    /**
     * Makes the orders' desk.
     *
     * @param mailbox login's
     */
    public SystemOrders(SystemInstance system, Mailbox mailbox) {
        this.system = system;
        this.mailbox = mailbox;
    }

    /** Says who takes what happens, in login's mailbox. */
    void tellTo(Consumer<LoginEvent> taker) {
        events = taker;
    }

    /**
     * Begins to look.
     *
     * @param then told in login's mailbox which scopes and users' managers are up, or on their way;
     *     what changes after that is told as an event
     */
    public void begin(Consumer<Set<String>> then) {
        system.with(manager -> {
            for (Unit unit : manager.units()) {
                if (isLogins(unit.id()) && isUp(unit)) {
                    active.add(unit.id());
                }
            }
            Set<String> up = Set.copyOf(active);
            manager.addListener(this);
            mailbox.execute(() -> then.accept(up));
        });
    }

    private static boolean isLogins(String name) {
        return name.endsWith(".scope") || (name.startsWith("user@") && name.endsWith(".service"));
    }

    private static boolean isUp(Unit unit) {
        return !unit.activeState().isInactiveOrFailed();
    }

    private void tell(LoginEvent event) {
        mailbox.execute(() -> events.accept(event));
    }

    void start(Token token, String unit) {
        queue(token, manager -> manager.startUnit(unit, JobMode.REPLACE));
    }

    void stop(Token token, String unit) {
        queue(
                token,
                manager -> because(manager, unit, () -> manager.stopUnit(unit, JobMode.REPLACE)));
    }

    /** Writes down why something ends; the order that ends it, if one follows, has that cause. */
    void explain(LoginEffect.Explain end, LogoutRecord record) {
        system.with(manager -> {
            Optional<Unit> unit =
                    manager.getUnit(end.unit()) instanceof Outcome.Done<Unit>(Unit present)
                            ? Optional.of(present)
                            : Optional.empty();
            record.write(end, unit.map(Unit::cgroup).filter(cgroup -> !cgroup.isEmpty()));
            if (unit.isPresent() && isTaken(end)) {
                reasons.put(end.unit(), Why.of(LogoutRecord.cause(end)));
            }
        });
    }

    /** Whether an order for the unit follows: none does for a scope that goes on. */
    private static boolean isTaken(LoginEffect.Explain end) {
        return end.sent()
                .map(sent -> sent.process().isEmpty()) // else it is no unit that gets it
                .orElse(end.kills() || !end.unit().endsWith(".scope"));
    }

    private <T> T because(Manager manager, String unit, Supplier<T> order) {
        Why why = reasons.remove(unit);
        return why == null ? order.get() : manager.because(why, order);
    }

    void startScope(Token token, ScopeRequest request) {
        var unit =
                new TransientUnit(
                        request.unit(), text(request), List.of((int) request.leader()), "");
        system.with(manager -> {
            if (manager.getUnit(request.unit()) instanceof Outcome.Done<Unit>(Unit present)
                    && (isUp(present) || present.job().isPresent())) {
                // The brain before ordered it; it may wait still for what it comes after.
                present.job()
                        .ifPresentOrElse(
                                job -> queued(token, job),
                                () -> tell(new LoginEvent.JobRemoved(token, JobResult.DONE)));
            } else {
                queue(token, manager, it -> it.startTransientUnit(unit, JobMode.FAIL, List.of()));
            }
        });
    }

    private void queue(Token token, Function<Manager, Outcome<Job>> order) {
        system.with(manager -> queue(token, manager, order));
    }

    private void queue(Token token, Manager manager, Function<Manager, Outcome<Job>> order) {
        isOrdering = true;
        Outcome<Job> outcome = order.apply(manager);
        isOrdering = false;
        switch (outcome) {
            case Outcome.Done<Job>(Job job) -> queued(token, job);
            case Outcome.Refused<Job> refused ->
                    tell(
                            new LoginEvent.JobRefused(
                                    token,
                                    new LoginError(LoginError.Kind.JOB_FAILED, refused.message())));
        }
        endedAtOnce.clear();
    }

    /**
     * A job may serve several orders, and one about a unit that is as it should be ends at once.
     */
    private void queued(Token token, Job job) {
        tell(new LoginEvent.JobQueued(token, job.id()));
        JobResult ended = endedAtOnce.get(job.id());
        if (ended != null) {
            tell(new LoginEvent.JobRemoved(token, ended));
        } else {
            jobs.computeIfAbsent(job.id(), _ -> new ArrayList<>()).add(token);
        }
    }

    void abandon(String scope) {
        system.with(manager -> manager.abandonScope(scope));
    }

    void kill(String unit, int signal) {
        system.with(manager ->
                because(manager, unit, () -> manager.killUnit(unit, Effect.Whom.ALL, signal)));
    }

    /** Tells whether a unit of a user's manager is active, and when it no longer is. */
    void watchUserUnit(Token token, long uid, String unit) {
        system.withUsers(users ->
                users.watchUnit(
                        (int) uid,
                        token.value(),
                        unit,
                        isActive ->
                                tell(
                                        isActive
                                                ? new LoginEvent.UserUnitActive(token)
                                                : new LoginEvent.UserUnitInactive(token))));
    }

    void unwatchUserUnit(Token token, long uid) {
        system.withUsers(users -> users.unwatchUnit((int) uid, token.value()));
    }

    /**
     * Tells where a unit's processes are, in login's mailbox; nothing where there is no such unit.
     */
    void cgroupOf(String name, Consumer<String> then) {
        system.with(manager -> {
            for (Unit unit : manager.units()) {
                if (unit.id().equals(name) && !unit.cgroup().isEmpty()) {
                    String cgroup = unit.cgroup();
                    mailbox.execute(() -> then.accept(cgroup));
                }
            }
        });
    }

    @Override
    public void jobRemoved(Job job, hearth.manager.job.JobResult result) {
        JobResult how = toLogin(result);
        if (isOrdering) {
            endedAtOnce.put(job.id(), how);
        }
        List<Token> tokens = jobs.remove(job.id());
        if (tokens != null) {
            tokens.forEach(token -> tell(new LoginEvent.JobRemoved(token, how)));
        }
    }

    private static JobResult toLogin(hearth.manager.job.JobResult result) {
        for (JobResult known : JobResult.values()) {
            if (known.wireName().equals(result.wireName())) {
                return known;
            }
        }
        return JobResult.FAILED;
    }

    @Override
    public void unitChanged(Unit unit) {
        String name = unit.id();
        if (!isLogins(name)) {
            return;
        }
        if (isUp(unit)) {
            active.add(name);
        } else if (active.remove(name)) {
            tell(new LoginEvent.UnitInactive(name));
        }
    }

    @Override
    public void unitRemoved(Unit unit) {
        reasons.remove(unit.id());
        if (active.remove(unit.id())) {
            tell(new LoginEvent.UnitInactive(unit.id()));
        }
    }

    /** A session's scope as a unit file, with what logind sets for all of them. */
    static String text(ScopeRequest request) {
        var text = new StringBuilder("[Unit]\n");
        line(text, "Description", request.description().replace("%", "%%"));
        request.wants().forEach(unit -> line(text, "Wants", unit));
        request.after().forEach(unit -> line(text, "After", unit));
        line(text, "CollectMode", "inactive-or-failed");
        text.append("[Scope]\n");
        line(text, "Slice", request.slice());
        line(text, "SendSIGHUP", "yes");
        line(text, "TasksMax", "infinity");
        for (ScopeProperty property : request.properties()) {
            String value = Long.toUnsignedString(property.value());
            switch (property.name()) {
                case "RuntimeMaxUSec" -> line(text, "RuntimeMaxSec", value + "us");
                case "TasksMax", "MemoryMax", "CPUWeight", "IOWeight" ->
                        line(text, property.name(), limit(property.value(), value));
                case "TasksMaxScale" -> line(text, "TasksMax", percent(property.value()));
                case "MemoryMaxScale" -> line(text, "MemoryMax", percent(property.value()));
                default -> {
                    // pam_systemd sends no others
                }
            }
        }
        return text.toString();
    }

    private static String limit(long value, String text) {
        return value == -1 ? "infinity" : text;
    }

    /** A part of the whole, of which 2^32 - 1 is all. */
    private static String percent(long scale) {
        return Math.round(scale * 100.0 / 0xffff_ffffL) + "%";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(value.replace('\n', ' ')).append('\n');
    }
}
