package hearth.api.systemd1.row;

import hearth.api.systemd1.view.UnitView;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.setting.Settings;
import hearth.unit.value.resource.Amount;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What a unit may have at most: the least of its own limit, those of the slices around it as far as
 * its manager has them, and what the machine has.
 */
final class EffectiveLimits {
    private EffectiveLimits() {}

    static long memoryMax(UnitView view) {
        return least(view, view.facts().memory(), EffectiveLimits::ownMemoryMax);
    }

    static long memoryHigh(UnitView view) {
        return least(
                view,
                view.facts().memory(),
                unit ->
                        bytes(
                                unit,
                                unit.unit().settings().get(ResourceControlSettings.MEMORY_HIGH)));
    }

    static long tasksMax(UnitView view) {
        return least(view, view.facts().tasks(), CgroupRows::tasksMax);
    }

    /** {@code MemoryLimit=} is what the limit was called in earlier versions. */
    private static long ownMemoryMax(UnitView view) {
        Settings settings = view.unit().settings();
        return bytes(
                view,
                settings.isSet(ResourceControlSettings.MEMORY_MAX)
                        ? settings.get(ResourceControlSettings.MEMORY_MAX)
                        : settings.get(ResourceControlSettings.MEMORY_LIMIT));
    }

    private static long bytes(UnitView view, Amount amount) {
        return view.facts().bytes(amount);
    }

    /** Slices end: each is named after the one around it. */
    private static long least(UnitView view, long machine, ToLongFunction<UnitView> own) {
        long least = machine;
        Optional<UnitView> at = Optional.of(view);
        while (at.isPresent()) {
            long limit = own.applyAsLong(at.get());
            least = Long.compareUnsigned(limit, least) < 0 ? limit : least;
            at = at.get().unit().slice().flatMap(view.api()::find).map(view.api()::of);
        }
        return least;
    }
}
