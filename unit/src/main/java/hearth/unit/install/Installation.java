package hearth.unit.install;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a tree says about installation: sections [Install], and what is enabled. */
final class Installation {
    /** Where enabling makes links. */
    private static final Set<Place.Role> CONFIGURED =
            EnumSet.of(Place.Role.CONFIG, Place.Role.RUNTIME_CONFIG);

    private final UnitTree tree;
    private final Specifiers specifiers;

    Installation(UnitTree tree, Specifiers specifiers) {
        this.tree = tree;
        this.specifiers = specifiers;
    }

    /** What comes of looking for a unit's [Install] section. */
    sealed interface Lookup {}

    /** It can be read. */
    record Known(InstallInfo info) implements Lookup {}

    /** There is none that could be used. */
    sealed interface Unusable extends Lookup {
        /** Returns what is said where somebody asked for this unit. */
        Refused refused();
    }

    /** There is no file, nor a link. */
    record Missing(UnitName name) implements Unusable {
        @Override
        public Refused refused() {
            return new Refused(Reason.NOT_FOUND, "unit file " + name + " does not exist");
        }
    }

    /** The name is masked, by a link or an empty file. */
    record Masked(String path) implements Unusable {
        @Override
        public Refused refused() {
            return new Refused(Reason.MASKED, "unit file " + path + " is masked");
        }
    }

    /** The name is an alias of a unit that is not there. */
    record Severed(UnitName name, String path) implements Unusable {
        @Override
        public Refused refused() {
            return new Refused(Reason.SEVERED, "file " + name + ": Link has been severed");
        }
    }

    /** The name is an alias that was made by enabling: it is not enabled in its turn. */
    record Alias(UnitName name) implements Unusable {
        @Override
        public Refused refused() {
            return new Refused(
                    Reason.ALIAS, "refusing to operate on alias name or linked unit file: " + name);
        }
    }

    /** What is there is no file that can be read. */
    record Unreadable(String path, String reason) implements Unusable {
        @Override
        public Refused refused() {
            return new Refused(Reason.BAD, path + ": " + reason);
        }
    }

    /** Its file ends before its end, for a fault in it. */
    record Malformed(UnitName name, UnitFile.Fault fault) implements Unusable {
        @Override
        public Refused refused() {
            return switch (fault) {
                case SYNTAX, SIZE ->
                        new Refused(Reason.MALFORMED, "file " + name + ": Bad message");
                case ENCODING -> new Refused(Reason.NO_TEXT, "file " + name + ": Invalid argument");
            };
        }
    }

    /**
     * Returns the section of the unit that a name means, aliases followed, or why there is none.
     */
    Lookup info(UnitName name) {
        return switch (tree.find(name)) {
            case Found.Nothing(UnitName id) ->
                    id.equals(name)
                            ? new Missing(name)
                            : new Severed(name, link(name).map(Link::path).orElse(""));
            case Found.Masked(UnitName id, String path) -> new Masked(path);
            case Found.Broken(UnitName id, String path, String reason) ->
                    new Unreadable(path, reason);
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) ->
                    file.content()
                            .fault()
                            .<Lookup>map(fault -> new Malformed(id, fault))
                            .orElseGet(() -> new Known(infoOf(id, path, file)));
        };
    }

    private InstallInfo infoOf(UnitName id, String path, Entry.File file) {
        return InstallInfo.of(
                id, path, new UnitLoader(specifiers).readInstall(id, path, file, tree));
    }

    /** Returns the same, but follows no alias that was made by enabling. */
    Lookup own(UnitName name) {
        boolean isOwnAlias =
                tree.find(name) instanceof Found.Fragment(UnitName id, _, _, _)
                        && !id.equals(name)
                        && link(name).map(Link::role).filter(CONFIGURED::contains).isPresent();
        return isOwnAlias ? new Alias(name) : info(name);
    }

    /** Where a name is an alias. */
    private record Link(Place.Role role, String path) {}

    /** Returns the link that has a name, or the name of its template. */
    private Optional<Link> link(UnitName name) {
        return Stream.concat(Stream.of(name), name.template().stream())
                .distinct()
                .flatMap(unit ->
                        tree.directories().stream()
                                .filter(directory -> directory.entry(unit.text()).isPresent())
                                .map(directory ->
                                        new Link(
                                                directory.place().role(),
                                                directory.pathOf(unit.text()))))
                .findFirst();
    }

    /** Returns whether there is anything under a name, be it a mask. */
    boolean isThere(UnitName name) {
        return !(tree.find(name) instanceof Found.Nothing);
    }

    /** Replaces the specifiers of a name in a section. */
    Specifiers.Resolution resolve(String text, InstallInfo info) {
        return specifiers.resolve(text, info.name(), info.path());
    }

    /** Returns what goes with a unit; what is no unit's name is left out. */
    List<UnitName> also(InstallInfo info) {
        return info.also().stream()
                .flatMap(text ->
                        resolve(text, info) instanceof Specifiers.Resolution.Resolved(String name)
                                ? UnitName.parse(name).stream()
                                : Stream.empty())
                .toList();
    }

    /** Returns whether a unit is enabled; nothing where there is no such unit file. */
    Optional<UnitFileState> state(UnitName name) {
        return switch (tree.find(name)) {
            case Found.Nothing nothing -> Optional.empty();
            case Found.Broken broken -> Optional.of(UnitFileState.BAD);
            case Found.Masked(UnitName id, String path) -> Optional.of(maskState(path));
            case Found.Fragment(UnitName id, String path, Entry.File file, Place place) -> {
                // An instance is known by its own name, whatever its template is an alias of.
                boolean isAlias = !id.equals(name) && !id.isInstance();
                yield Optional.of(isAlias ? UnitFileState.ALIAS : stateOf(id, path, place));
            }
        };
    }

    /** Returns whether a name is an alias of a unit that is not there. */
    boolean isSevered(UnitName name) {
        return info(name) instanceof Severed;
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
        return switch (info(name)) {
            case Known(InstallInfo info) ->
                    linkedState(name, knownNames(info))
                            .or(() -> ofLinkedFile(path, place))
                            .or(() -> linkedState(name, _ -> true).map(_ -> UnitFileState.INDIRECT))
                            .orElseGet(() -> ofSection(info));
            case Unusable unusable -> UnitFileState.BAD;
        };
    }

    private static UnitFileState ofSection(InstallInfo info) {
        return info.hasRules()
                ? UnitFileState.DISABLED
                : info.also().isEmpty() ? UnitFileState.STATIC : UnitFileState.INDIRECT;
    }

    /** A file outside the tree is known by a link of its name. */
    private static Optional<UnitFileState> ofLinkedFile(String path, Place place) {
        return path.startsWith(place.path() + "/")
                ? Optional.empty()
                : Optional.of(
                        place.isRuntime() ? UnitFileState.LINKED_RUNTIME : UnitFileState.LINKED);
    }

    /** Returns which names links have that enabling the unit makes. */
    private Predicate<String> knownNames(InstallInfo info) {
        Set<String> names = new HashSet<>();
        names.add(info.name().text());
        info.defaultUnit().ifPresent(unit -> names.add(unit.text()));
        for (String alias : info.aliases()) {
            if (resolve(alias, info) instanceof Specifiers.Resolution.Resolved(String resolved)) {
                names.add(resolved);
            }
        }
        return names::contains;
    }

    /** Returns what links to a unit make it, those that have one of some names. */
    private Optional<UnitFileState> linkedState(UnitName unit, Predicate<String> names) {
        boolean isForNow = false;
        for (UnitDirectory directory : tree.directories()) {
            if (counts(directory) && isLinkedIn(directory, unit, names)) {
                if (!directory.place().isRuntime()) {
                    return Optional.of(UnitFileState.ENABLED);
                }
                isForNow = true;
            }
        }
        return isForNow ? Optional.of(UnitFileState.ENABLED_RUNTIME) : Optional.empty();
    }

    /** What packages and generators link does not count as enabled: it cannot be disabled. */
    private static boolean counts(UnitDirectory directory) {
        return switch (directory.place().role()) {
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
    }

    private static boolean isLinkedIn(
            UnitDirectory directory, UnitName unit, Predicate<String> names) {
        boolean hasAlias =
                directory.links().getOrDefault(unit.text(), List.of()).stream()
                        .filter(link -> !link.equals(unit.text()))
                        .anyMatch(names);
        return hasAlias || directory.dependencyLinks(unit).stream().anyMatch(names);
    }
}
