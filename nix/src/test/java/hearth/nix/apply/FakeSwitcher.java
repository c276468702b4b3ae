package hearth.nix.apply;

import hearth.nix.plan.ActiveUnit;
import hearth.nix.plan.UnitAction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Managers that do what they are told at once, and write it down. */
final class FakeSwitcher implements Switcher {
    /** What was done, in order, each as {@code USER: WORD UNITS}. */
    final List<String> done = new ArrayList<>();

    /** The users who linger. */
    final Set<String> lingerers = new HashSet<>();

    /** Users who do not exist. */
    final Set<String> strangers = new HashSet<>();

    /** Units that cannot be started. */
    final Set<String> broken = new HashSet<>();

    /** Users whose managers do not answer. */
    final Set<String> deaf = new HashSet<>();

    /** Whether it is all over once a manager is to do something to units. */
    boolean crashes;

    /** Whether lingering can be changed. */
    boolean refusesLinger;

    private final Map<ManagedUser, List<ActiveUnit>> managers = new LinkedHashMap<>();

    /** Lets a user's manager run, with these units active. */
    void runs(String user, long uid, ActiveUnit... active) {
        managers.put(new ManagedUser(user, uid), List.of(active));
    }

    @Override
    public List<ManagedUser> running() {
        return List.copyOf(managers.keySet());
    }

    @Override
    public Manager open(ManagedUser user) throws IOException {
        if (deaf.contains(user.name())) {
            throw new IOException("it does not answer");
        }
        return new FakeManager(user);
    }

    @Override
    public Optional<Boolean> lingers(String user) {
        return strangers.contains(user) ? Optional.empty() : Optional.of(lingerers.contains(user));
    }

    @Override
    public void linger(String user, boolean isOn) throws IOException {
        if (refusesLinger) {
            throw new IOException("interactive authentication required");
        }
        done.add(user + ": linger " + (isOn ? "on" : "off"));
        if (isOn) {
            lingerers.add(user);
        } else {
            lingerers.remove(user);
        }
    }

    private final class FakeManager implements Manager {
        private final ManagedUser user;

        FakeManager(ManagedUser user) {
            this.user = user;
        }

        @Override
        public List<ActiveUnit> activeUnits(Predicate<String> isAsked) {
            return managers.getOrDefault(user, List.of()).stream()
                    .filter(unit -> isAsked.test(unit.name()))
                    .toList();
        }

        @Override
        public void reload() {
            done.add(user.name() + ": daemon-reload");
        }

        @Override
        public Map<String, String> run(UnitAction.Kind kind, List<String> units) {
            if (crashes && kind == UnitAction.Kind.START) {
                throw new IllegalStateException("killed");
            }
            done.add(user.name() + ": " + kind.word() + " " + String.join(" ", units));
            Map<String, String> failures = new LinkedHashMap<>();
            units.stream()
                    .filter(broken::contains)
                    .forEach(unit -> failures.put(unit, "it failed"));
            return failures;
        }

        @Override
        public void close() {}
    }
}
