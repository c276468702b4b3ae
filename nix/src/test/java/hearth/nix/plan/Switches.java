package hearth.nix.plan;

import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.SwitchStyle;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Switches for tests: of the texts of one service x.service, which default.target wants. */
final class Switches {
    static final String DIRECTORY = "/etc/systemd/user";

    private Switches() {}

    /** Returns files by name and text; "link" and a target's directory make a link. */
    static SortedMap<FileName, FileContent> files(String... namesAndTexts) {
        SortedMap<FileName, FileContent> files = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            String name = namesAndTexts[i];
            files.put(
                    FileName.unit(name),
                    switch (namesAndTexts[i + 1]) {
                        case "mask" -> FileContent.mask();
                        case "link" ->
                                new FileContent.Link("../" + name.substring(name.indexOf('/') + 1));
                        default -> FileContent.text(namesAndTexts[i + 1]);
                    });
        }
        return files;
    }

    /** Returns units that run by our files. */
    static List<ActiveUnit> active(String... names) {
        return List.of(names).stream()
                .map(name -> new ActiveUnit(name, DIRECTORY + "/" + name))
                .toList();
    }

    /** Returns the actions, each as its words. */
    static List<String> plan(
            SwitchStyle style,
            SortedMap<FileName, FileContent> before,
            SortedMap<FileName, FileContent> after,
            List<ActiveUnit> active) {
        return SwitchPlan.of(new SwitchPlan.Files(before, after, DIRECTORY), style, active)
                .actions()
                .stream()
                .map(action ->
                        action.kind().word()
                                + " "
                                + action.unit()
                                + (action.reason().isEmpty() ? "" : ": " + action.reason()))
                .toList();
    }
}
