package hearth.unit.install;

import hearth.unit.Specifiers.Resolution;
import hearth.unit.UnitName;
import hearth.unit.install.InstallResult.Reason;
import hearth.unit.tree.UnitDirectory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the links that sections [Install] ask for, in the draft of a plan.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.unit.5.html">systemd.unit(5),
 *     [Install] Section Options</a>
 */
final class Enabling {
    private final Installation installation;
    private final String directory;
    private final Occasion occasion;
    private final PlanDraft draft;

    /** Why units are enabled. */
    enum Occasion {
        /** Somebody named them: what cannot be done is an error. */
        ASKED,
        /** The presets want it: a template that nobody has made an instance of is passed over. */
        PRESET
    }

    /**
     * Makes one for a call.
     *
     * @param directory that links are made in
     * @param draft what they are made in for now
     */
    Enabling(Installation installation, String directory, Occasion occasion, PlanDraft draft) {
        this.installation = installation;
        this.directory = directory;
        this.occasion = occasion;
        this.draft = draft;
    }

    /** Enables units and those of their {@code Also=}; what these lack is a note only. */
    InstallResult enable(List<UnitName> names) {
        Deque<UnitName> pending = new ArrayDeque<>(names);
        Set<UnitName> asked = Set.copyOf(names);
        Set<UnitName> done = new HashSet<>();
        while (!pending.isEmpty() && done.size() < Installer.MAX_UNITS) {
            UnitName name = pending.removeFirst();
            if (done.add(name)) {
                boolean isAuxiliary = !asked.contains(name);
                switch (installation.own(name)) {
                    case Installation.Known(InstallInfo info) -> {
                        link(info);
                        pending.addAll(installation.also(info));
                    }
                    case Installation.Masked(String path) when isAuxiliary ->
                            draft.note(new Note.Masked(path));
                    case Installation.Unusable _ when isAuxiliary ->
                            draft.note(new Note.AuxiliaryFailed(name.text()));
                    case Installation.Unusable unusable -> draft.refuse(unusable.refused());
                }
            }
        }
        return draft.result();
    }

    private void link(InstallInfo info) {
        draft.sawInstallInfo(!info.isEmpty());
        info.aliases().forEach(alias -> linkAlias(alias, info));
        linkInto(info.wantedBy(), ".wants", info);
        linkInto(info.requiredBy(), ".requires", info);
        linkInto(info.upheldBy(), ".upholds", info);
    }

    private void linkAlias(String text, InstallInfo info) {
        Optional<String> resolved = resolved(text, info);
        if (resolved.isEmpty()) {
            return;
        }
        String alias = resolved.get();
        if (alias.contains("/")) {
            linkByPath(alias, info);
            return;
        }
        Optional<UnitName> name = UnitName.parse(alias).map(parsed -> withInstanceOf(info, parsed));
        if (name.isEmpty() || !fits(name.get(), info.name())) {
            draft.fail(Reason.BAD, "cannot alias " + info.name() + " as " + alias);
        } else if (!name.get().equals(info.name())) {
            draft.link(directory + "/" + name.get(), info.path());
        }
    }

    /** What an instance calls a template by is an instance, too: of the same name. */
    private static UnitName withInstanceOf(InstallInfo info, UnitName alias) {
        return info.name()
                .instance()
                .filter(_ -> alias.isTemplate())
                .flatMap(alias::withInstance)
                .orElse(alias);
    }

    /** Returns whether a unit can have another name; a template can have that of an instance. */
    private static boolean fits(UnitName alias, UnitName unit) {
        if (alias.type() != unit.type()) {
            return false;
        }
        return unit.isTemplate()
                ? alias.isTemplate() || alias.isInstance()
                : !alias.isTemplate() && alias.instance().equals(unit.instance());
    }

    /** An alias such as {@code default.target.wants/hello.service}: how it once was written. */
    private void linkByPath(String alias, InstallInfo info) {
        int slash = alias.lastIndexOf('/');
        String outer = alias.substring(0, slash);
        boolean isDependency =
                UnitDirectory.LINK_DIRECTORIES.stream()
                        .filter(outer::endsWith)
                        .map(suffix -> outer.substring(0, outer.length() - suffix.length()))
                        .anyMatch(UnitName::isValid);
        if (isDependency && alias.substring(slash + 1).equals(info.name().text())) {
            draft.link(directory + "/" + alias, info.path());
        } else {
            draft.fail(Reason.BAD, "invalid unit reference " + alias);
        }
    }

    private void linkInto(List<String> targets, String suffix, InstallInfo info) {
        if (targets.isEmpty()) {
            return;
        }
        UnitName unit = info.defaultUnit().orElse(info.name());
        if (!unit.equals(info.name())
                && installation.own(unit) instanceof Installation.Masked masked) {
            draft.fail(masked.refused());
            return;
        }
        for (String text : targets) {
            Optional<String> target = resolved(text, info);
            if (target.isPresent() && canBeIn(target.get(), unit)) {
                String path = directory + "/" + target.get() + suffix + "/" + unit;
                draft.redirect(path, info.path());
                if (!installation.isThere(new UnitName(target.get()))) {
                    draft.note(new Note.NoTarget(target.get(), info.path()));
                }
            }
        }
    }

    /**
     * Returns whether a unit can be installed into another: a template without a default instance
     * only into what has an instance to lend. Says so where it cannot.
     */
    private boolean canBeIn(String target, UnitName unit) {
        Optional<UnitName> name = UnitName.parse(target);
        boolean canBe =
                name.filter(into -> !unit.isTemplate() || into.isTemplate() || into.isInstance())
                        .isPresent();
        if (!canBe && occasion == Occasion.ASKED) {
            draft.fail(
                    Reason.BAD,
                    name.isPresent()
                            ? "destination unit " + target + " is a non-template unit"
                            : "\"" + target + "\" is not a valid unit name");
        }
        return canBe;
    }

    private Optional<String> resolved(String text, InstallInfo info) {
        return switch (installation.resolve(text, info)) {
            case Resolution.Resolved(String resolved) -> Optional.of(resolved);
            case Resolution.Unresolved _ -> {
                draft.fail(Reason.BAD, "invalid specifier in " + text);
                yield Optional.empty();
            }
        };
    }
}
