package hearth.manager.table;

import hearth.manager.ManagerConfig;
import hearth.manager.ManagerDefaults;
import hearth.manager.host.Condition;
import hearth.manager.type.Body;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.load.UnitDefinition;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.NameEscapes;
import hearth.unit.value.CollectMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the typed views of a unit's settings that the manager and its machines work with. */
public final class UnitPlans {
    private final ManagerConfig config;
    private final ManagerDefaults defaults;
    private final Map<UnitType, Settings> defaultsByType = new EnumMap<>(UnitType.class);

    public UnitPlans(ManagerConfig config, ManagerDefaults defaults) {
        this.config = config;
        this.defaults = defaults;
    }

    /** Returns what units of a type have where they say nothing. */
    public Settings defaultsOf(UnitType type) {
        return defaultsByType.computeIfAbsent(type, defaults::ofUnits);
    }

    // ---- [Unit]

    public UnitPlan planOf(UnitDefinition definition) {
        Settings settings = definition.settings();
        String description = settings.get(UnitSettings.DESCRIPTION);
        String slice = sliceOf(definition.id(), settings);
        return new UnitPlan(
                description.isEmpty()
                        ? Kinds.of(definition.id().type()).description(definition.id())
                        : description,
                settings.get(UnitSettings.DEFAULT_DEPENDENCIES),
                settings.get(UnitSettings.REFUSE_MANUAL_START),
                settings.get(UnitSettings.REFUSE_MANUAL_STOP),
                settings.get(UnitSettings.ALLOW_ISOLATE),
                settings.get(UnitSettings.IGNORE_ON_ISOLATE)
                        || definition.id().type().isIgnoredOnIsolate(),
                settings.get(UnitSettings.STOP_WHEN_UNNEEDED),
                settings.get(UnitSettings.ON_FAILURE_JOB_MODE),
                settings.get(UnitSettings.ON_SUCCESS_JOB_MODE),
                settings.get(UnitSettings.COLLECT_MODE) == CollectMode.INACTIVE_OR_FAILED,
                settings.get(UnitSettings.JOB_TIMEOUT_SEC),
                settings.get(UnitSettings.JOB_RUNNING_TIMEOUT_SEC),
                new StartLimit.Rule(
                        settings.getOr(
                                UnitSettings.START_LIMIT_INTERVAL_SEC,
                                defaults.startLimitInterval()),
                        settings.getOr(UnitSettings.START_LIMIT_BURST, defaults.startLimitBurst())),
                settings.get(UnitSettings.START_LIMIT_ACTION),
                settings.get(UnitSettings.JOB_TIMEOUT_ACTION),
                settings.get(UnitSettings.FAILURE_ACTION),
                settings.get(UnitSettings.SUCCESS_ACTION),
                settings.get(UnitSettings.FAILURE_ACTION_EXIT_STATUS),
                settings.get(UnitSettings.SUCCESS_ACTION_EXIT_STATUS),
                conditions("Condition", settings.get(UnitSettings.CONDITIONS)),
                conditions("Assert", settings.get(UnitSettings.ASSERTS)),
                slice,
                cgroupOf(definition.id(), slice));
    }

    private static List<Condition> conditions(
            String prefix, List<hearth.unit.value.Condition> written) {
        List<Condition> conditions = new ArrayList<>();
        for (hearth.unit.value.Condition condition : written) {
            conditions.add(
                    new Condition(
                            prefix + condition.kind().wireName(),
                            condition.trigger(),
                            condition.negated(),
                            condition.argument()));
        }
        return conditions;
    }

    // ---- slices and cgroups

    private String sliceOf(UnitName name, Settings settings) {
        if (!name.type().hasCgroup() || name.equals(UnitName.ROOT_SLICE)) {
            return "";
        }
        if (name.type().isPlacedByName()) {
            return name.sliceAbove().text();
        }
        Optional<UnitName> written = settings.get(ResourceControlSettings.SLICE);
        if (written.isPresent()) {
            return written.get().text();
        }
        if (name.equals(UnitName.INIT_SCOPE)) {
            return UnitName.ROOT_SLICE.text();
        }
        String base = config.isUserScope() ? "app" : "system";
        return name.isInstance()
                ? base + "-" + NameEscapes.escape(name.prefix()) + ".slice"
                : base + ".slice";
    }

    private String cgroupOf(UnitName name, String slice) {
        if (!name.type().hasCgroup()) {
            return "";
        }
        return name.type().isPlacedByName()
                ? config.cgroup() + slicePath(name.text())
                : config.cgroup() + slicePath(slice) + "/" + CgroupNames.of(name.text());
    }

    private static String slicePath(String slice) {
        if (slice.isEmpty() || slice.equals(UnitName.ROOT_SLICE.text())) {
            return "";
        }
        String name = slice.substring(0, slice.length() - ".slice".length());
        StringBuilder path = new StringBuilder();
        for (int dash = name.indexOf('-'); dash >= 0; dash = name.indexOf('-', dash + 1)) {
            path.append('/').append(CgroupNames.of(name.substring(0, dash) + ".slice"));
        }
        return path.append('/').append(CgroupNames.of(slice)).toString();
    }

    // ---- types

    /** Returns these where other defaults are the same, else what those make of units. */
    UnitPlans with(ManagerDefaults other) {
        return other.equals(defaults) ? this : new UnitPlans(config, other);
    }

    /** Returns the body of a unit that was never anything. */
    public Body<?, ?> bodyOf(UnitName name, long firstToken) {
        return Body.atRest(Kinds.of(name.type()), name, firstToken, defaults);
    }

    /** Returns a unit's body with what its settings define now, and the record that it had. */
    public Body<?, ?> defined(UnitEntry unit) {
        return unit.body().defined(unit.name(), unit.settings(), defaults);
    }
}
