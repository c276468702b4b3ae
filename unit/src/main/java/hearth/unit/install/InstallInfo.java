package hearth.unit.install;

import hearth.unit.UnitName;
import hearth.unit.catalogue.InstallSettings;
import hearth.unit.setting.Settings;
import java.util.List;
import java.util.Optional;

/**
 * The section [Install] of one unit, as it is written: specifiers are resolved when a name is used.
 *
 * @param name the unit, a template or an instance among them
 * @param path of its file, what links lead to
 * @param aliases other names
 * @param wantedBy who gets it in {@code .wants/}
 * @param requiredBy who gets it in {@code .requires/}
 * @param upheldBy who gets it in {@code .upholds/}
 * @param also which units are enabled and disabled with it
 * @param defaultInstance which instance of a template
 */
record InstallInfo(
        UnitName name,
        String path,
        List<String> aliases,
        List<String> wantedBy,
        List<String> requiredBy,
        List<String> upheldBy,
        List<String> also,
        Optional<String> defaultInstance) {

    static InstallInfo of(UnitName name, String path, Settings settings) {
        return new InstallInfo(
                name,
                path,
                name.type().canHaveAliases() ? settings.get(InstallSettings.ALIAS) : List.of(),
                settings.get(InstallSettings.WANTED_BY),
                settings.get(InstallSettings.REQUIRED_BY),
                settings.get(InstallSettings.UPHELD_BY),
                settings.get(InstallSettings.ALSO),
                Optional.of(settings.get(InstallSettings.DEFAULT_INSTANCE))
                        .filter(instance -> !instance.isEmpty()));
    }

    boolean isEmpty() {
        return !hasRules() && also.isEmpty();
    }

    boolean hasRules() {
        return !(aliases.isEmpty()
                && wantedBy.isEmpty()
                && requiredBy.isEmpty()
                && upheldBy.isEmpty());
    }

    /** Returns the instance that a template is enabled as; nothing where its file names none. */
    Optional<UnitName> defaultUnit() {
        return name.isTemplate() ? defaultInstance.flatMap(name::withInstance) : Optional.empty();
    }
}
