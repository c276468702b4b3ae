package hearth.api.systemd1;

import hearth.manager.host.Effect;
import hearth.manager.host.Host;
import hearth.manager.host.Mounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host that writes down what it is asked for. */
final class FakeHost implements Host {
    Mounts mounts = Mounts.NONE;

    final List<Effect> effects = new ArrayList<>();
    final Map<Integer, String> cgroups = new HashMap<>();

    @Override
    public void record(List<Snapshot> changed, List<String> removed) {}

    @Override
    public void emit(Effect effect) {
        effects.add(effect);
    }

    @Override
    public Optional<String> cgroupOf(int pid) {
        return Optional.ofNullable(cgroups.get(pid));
    }

    @Override
    public List<String> frozenBy(String cgroup) {
        return List.of();
    }

    @Override
    public Mounts mounts() {
        return mounts;
    }

    @Override
    public Mounts mountsNow() {
        return mounts;
    }

    @Override
    public boolean isPopulated(String cgroup) {
        return false;
    }

    /** Returns the last effect of a kind. */
    <T extends Effect> T last(Class<T> kind) {
        return effects.reversed().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
