package hearth.unit.install;

import hearth.unit.Specifiers;
import hearth.unit.UnitLoader;
import hearth.unit.UnitName;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a tree says about installation: sections [Install], and what is enabled. */
final class Installation {
    /** What the directories of links that enable a unit end in. */
    static final List<String> LINK_DIRECTORIES = List.of(".wants", ".requires", ".upholds");

    private final UnitTree tree;
    private final Specifiers specifiers;

    Installation(UnitTree tree, Specifiers specifiers) {
        this.tree = tree;
        this.specifiers = specifiers;
    }

    /** What comes of looking for a unit's [Install] section. */
    sealed interface Lookup {
        record Known(InstallInfo info) implements Lookup {}

        record Refusal(Refused refused) implements Lookup {}
    }

    /** Returns the unit's section, or why there is none. */
    Lookup info(UnitName name) {
        return switch (tree.find(name)) {
            case Found.Nothing nothing ->
                    refusal(Reason.NOT_FOUND, "unit file " + name + " does not exist");
            case Found.Masked masked -> refusal(Reason.MASKED, "unit file " + name + " is masked");
            case Found.Broken(UnitName id, String path, String reason) ->
                    refusal(Reason.BAD, path + ": " + reason);
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) ->
                    new Lookup.Known(
                            InstallInfo.of(
                                    id,
                                    path,
                                    new UnitLoader(specifiers).readFragment(id, path, file),
                                    texts -> names(texts, id, path)));
        };
    }

    private static Lookup refusal(Reason reason, String message) {
        return new Lookup.Refusal(new Refused(reason, message));
    }

    private List<UnitName> names(List<String> texts, UnitName unit, String path) {
        List<UnitName> names = new ArrayList<>();
        for (String text : texts) {
            if (specifiers.resolve(text, unit, path)
                    instanceof Specifiers.Resolution.Resolved(String resolved)) {
                UnitName.parse(resolved).ifPresent(names::add);
            }
        }
        return names;
    }

    /** Returns whether a unit is enabled; nothing where there is no such unit file. */
    Optional<UnitFileState> state(UnitName name) {
        return switch (tree.find(name)) {
            case Found.Nothing nothing -> Optional.empty();
            case Found.Broken broken -> Optional.of(UnitFileState.BAD);
            case Found.Masked(UnitName id, String path) -> Optional.of(maskState(path));
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) ->
                    Optional.of(id.equals(name) ? stateOf(name, path, place) : UnitFileState.ALIAS);
        };
    }

    private UnitFileState maskState(String path) {
        boolean isRuntime =
                tree.directories().stream()
                        .map(UnitDirectory::place)
                        .anyMatch(
                                place -> place.isRuntime() && path.startsWith(place.path() + "/"));
        return isRuntime ? UnitFileState.MASKED_RUNTIME : UnitFileState.MASKED;
    }

    private UnitFileState stateOf(UnitName name, String path, Place place) {
        if (place.role() == Place.Role.TRANSIENT) {
            return UnitFileState.TRANSIENT;
        }
        if (place.role() == Place.Role.GENERATOR
                || place.role() == Place.Role.GENERATOR_EARLY
                || place.role() == Place.Role.GENERATOR_LATE) {
            return UnitFileState.GENERATED;
        }
        boolean isForNow = false;
        for (UnitDirectory directory : tree.directories()) {
            if (isEnabledIn(directory, name)) {
                if (!directory.place().isRuntime()) {
                    return UnitFileState.ENABLED;
                }
                isForNow = true;
            }
        }
        if (isForNow) {
            return UnitFileState.ENABLED_RUNTIME;
        }
        if (!path.startsWith(place.path() + "/")) {
            return place.isRuntime() ? UnitFileState.LINKED_RUNTIME : UnitFileState.LINKED;
        }
        return switch (info(name)) {
            case Lookup.Known(InstallInfo info) ->
                    info.hasRules()
                            ? UnitFileState.DISABLED
                            : info.also().isEmpty() ? UnitFileState.STATIC : UnitFileState.INDIRECT;
            case Lookup.Refusal refusal -> UnitFileState.BAD;
        };
    }

    /** What packages and generators link does not count as enabled: it cannot be disabled. */
    private static boolean isEnabledIn(UnitDirectory directory, UnitName name) {
        boolean counts =
                switch (directory.place().role()) {
                    case CONFIG, ADMINISTRATOR, RUNTIME_CONFIG, ADMINISTRATOR_RUNTIME -> true;
                    case CONTROL,
                            RUNTIME_CONTROL,
                            TRANSIENT,
                            GENERATOR,
                            GENERATOR_EARLY,
                            GENERATOR_LATE,
                            VENDOR,
                            BUILT_IN ->
                            false;
                };
        if (!counts) {
            return false;
        }
        boolean hasAlias =
                directory.links().getOrDefault(name.text(), List.of()).stream()
                        .anyMatch(link -> !link.equals(name.text()));
        return hasAlias
                || directory.entries().entrySet().stream()
                        .anyMatch(entry ->
                                LINK_DIRECTORIES.stream().anyMatch(entry.getKey()::endsWith)
                                        && entry.getValue()
                                                instanceof Entry.Directory(Map<String, Entry> links)
                                        && links.containsKey(name.text()));
    }
}
