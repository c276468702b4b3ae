package hearth.unit.install;

import hearth.unit.InstallSettings;
import hearth.unit.Settings;
import hearth.unit.UnitName;
import java.util.List;
import java.util.Optional;

/**
 * The section [Install] of one unit, its specifiers resolved.
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
        List<UnitName> aliases,
        List<UnitName> wantedBy,
        List<UnitName> requiredBy,
        List<UnitName> upheldBy,
        List<UnitName> also,
        Optional<String> defaultInstance) {

    static InstallInfo of(UnitName name, String path, Settings settings, NameResolver resolver) {
        return new InstallInfo(
                name,
                path,
                resolver.names(settings.get(InstallSettings.ALIAS)),
                resolver.names(settings.get(InstallSettings.WANTED_BY)),
                resolver.names(settings.get(InstallSettings.REQUIRED_BY)),
                resolver.names(settings.get(InstallSettings.UPHELD_BY)),
                resolver.names(settings.get(InstallSettings.ALSO)),
                Optional.of(settings.get(InstallSettings.DEFAULT_INSTANCE))
                        .filter(instance -> !instance.isEmpty()));
    }

    /** Resolves specifiers and leaves out what is no unit's name. */
    @FunctionalInterface
    interface NameResolver {
        List<UnitName> names(List<String> texts);
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
}
