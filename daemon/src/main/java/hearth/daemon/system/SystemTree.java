package hearth.daemon.system;

import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The unit files of the system scope, as far as they are Hearth's business: our own units, and what
 * root has said about users' slices, managers and sessions.
 *
 * <p>The machine's services belong to its own init. Packages install units for them all the same;
 * to load those would claim what is not so.
 */
final class SystemTree {
    /** Drop-ins for users' units, such as {@code user-.slice.d} or {@code user@1000.service.d}. */
    private static final Pattern ABOUT_USERS =
            Pattern.compile(
                    "(user(-[0-9]*)?\\.slice|user@[0-9]*\\.service|session-.*\\.scope)\\.d"
                            + "|user-[0-9]+\\.slice");

    private SystemTree() {}

    /** Returns the tree of what was read. */
    static UnitTree of(List<UnitDirectory> directories) {
        return new UnitTree(directories.stream().map(SystemTree::aboutUsers).toList());
    }

    private static UnitDirectory aboutUsers(UnitDirectory directory) {
        if (directory.place().role() == Place.Role.BUILT_IN) {
            return directory;
        }
        Map<String, Entry> entries =
                directory.entries().entrySet().stream()
                        .filter(entry -> ABOUT_USERS.matcher(entry.getKey()).matches())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new UnitDirectory(directory.place(), entries);
    }
}
