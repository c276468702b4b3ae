package hearth.nix.plan;

import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.SwitchStyle;
import hearth.unit.UnitName;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What happens to the units of one running manager: a function of the files before, the files
 * after, and what runs.
 *
 * @param actions in the order in which they are done: by kind, then by name
 */
public record SwitchPlan(List<UnitAction> actions) {
    /** Nothing happens. */
    public static final SwitchPlan NOTHING = new SwitchPlan(List.of());

    public SwitchPlan {
        actions = List.copyOf(actions);
    }

    /**
     * Files before and after.
     *
     * @param before by name
     * @param after by name
     * @param directory where units lie, absolute, without a slash at its end
     */
    public record Files(
            SortedMap<FileName, FileContent> before,
            SortedMap<FileName, FileContent> after,
            String directory) {

        /**
         * Returns whether it matters that a unit runs: the files say something about it, or link to
         * others from it, or it is a socket, which may start one of them.
         */
        public boolean concern(String unit) {
            return unit.endsWith(".socket")
                    || speakOf(unit)
                    || UnitName.parse(unit)
                            .filter(UnitName::isInstance)
                            .flatMap(UnitName::template)
                            .filter(template -> speakOf(template.text()))
                            .isPresent();
        }

        private boolean speakOf(String unit) {
            return speakOf(before, unit) || speakOf(after, unit);
        }

        private static boolean speakOf(SortedMap<FileName, FileContent> files, String unit) {
            FileName name = FileName.unit(unit);
            // A unit's directories are called NAME.d, NAME.wants, ...: right behind it.
            SortedMap<FileName, FileContent> behind = files.tailMap(FileName.unit(unit + "."));
            return files.containsKey(name)
                    || (!behind.isEmpty() && behind.firstKey().toString().startsWith(name + "."));
        }
    }

    /** Returns what has to happen. */
    public static SwitchPlan of(Files files, SwitchStyle style, Collection<ActiveUnit> active) {
        if (files.before().equals(files.after())) {
            return NOTHING;
        }
        var draft =
                new SwitchDraft(
                        UnitVersions.of(files.before()),
                        UnitVersions.of(files.after()),
                        files.directory(),
                        active);
        switch (style) {
            case NIXOS -> new NixosSwitch(draft).plan();
            case HOME_MANAGER -> new HomeSwitch(draft).plan();
            case NONE -> {}
        }
        return draft.plan();
    }

    /** Returns the units to which this happens, in order. */
    public List<String> units(UnitAction.Kind kind) {
        return actions.stream()
                .filter(action -> action.kind() == kind)
                .map(UnitAction::unit)
                .toList();
    }
}
