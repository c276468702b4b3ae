package hearth.cli.command.nix.report;

import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import hearth.nix.apply.Owner;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.UnifiedDiff;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;

/** Changes of files, as a difference or in a word. */
final class FileText {
    private static final String NOTHING = "/dev/null";

    private FileText() {}

    /** Writes a change as a difference. */
    static void writeDifference(Screen screen, Owner owner, FileChange change) {
        difference(owner, change).lines().forEach(line -> screen.line(styled(line)));
    }

    private static Line styled(String line) {
        if (line.startsWith("---") || line.startsWith("+++")) {
            return Line.of(Style.STRONG, line);
        } else if (line.startsWith("+")) {
            return Line.of(Style.GOOD, line);
        } else if (line.startsWith("-")) {
            return Line.of(Style.BAD, line);
        }
        return line.startsWith("@@") ? Line.of(Style.FAINT, line) : Line.of(line);
    }

    /** Returns a change as a difference, links and masks in words. */
    static String difference(Owner owner, FileChange change) {
        String path = owner.path(change.name());
        return switch (change) {
            case FileChange.Create(FileName name, FileContent content) -> added(path, content);
            case FileChange.Delete(FileName name, FileContent old) -> removed(path, old);
            case FileChange.Replace(FileName name, FileContent old, FileContent content) ->
                    old instanceof FileContent.Regular(String before, boolean wasExecutable)
                                    && content
                                            instanceof
                                            FileContent.Regular(String after, boolean isExecutable)
                            ? head(path, path)
                                    + UnifiedDiff.of(before, after)
                                    + mode(wasExecutable, isExecutable)
                            : removed(path, old) + added(path, content);
        };
    }

    private static String added(String path, FileContent content) {
        return switch (content) {
            case FileContent.Regular(String text, boolean isExecutable) ->
                    head(NOTHING, path) + UnifiedDiff.of("", text);
            case FileContent.Link(String target) ->
                    content.isMask()
                            ? "MASK " + path + "\n"
                            : "LINK " + path + " -> " + target + "\n";
        };
    }

    private static String removed(String path, FileContent content) {
        return switch (content) {
            case FileContent.Regular(String text, boolean isExecutable) ->
                    head(path, NOTHING) + UnifiedDiff.of(text, "");
            case FileContent.Link(String target) ->
                    content.isMask()
                            ? "UNMASK " + path + "\n"
                            : "UNLINK " + path + " -> " + target + "\n";
        };
    }

    private static String head(String before, String after) {
        return "--- " + before + "\n+++ " + after + "\n";
    }

    private static String mode(boolean wasExecutable, boolean isExecutable) {
        if (wasExecutable == isExecutable) {
            return "";
        }
        return isExecutable ? "becomes a program\n" : "is no program any more\n";
    }

    /** Returns what was done, in a line. */
    static String done(Owner owner, FileChange change) {
        String path = owner.path(change.name());
        return switch (change) {
            case FileChange.Create(FileName name, FileContent content) -> made(path, content);
            case FileChange.Replace(FileName name, FileContent old, FileContent content) ->
                    made(path, content);
            case FileChange.Delete(FileName name, FileContent old) -> "removed " + path;
        };
    }

    private static String made(String path, FileContent content) {
        return switch (content) {
            case FileContent.Regular regular -> "wrote " + path;
            case FileContent.Link(String target) ->
                    content.isMask() ? "masked " + path : "linked " + path + " to " + target;
        };
    }
}
