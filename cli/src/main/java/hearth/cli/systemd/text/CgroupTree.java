package hearth.cli.systemd.text;

import hearth.cli.client.UnitProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Control groups with their processes, as a tree. */
public final class CgroupTree {
    private final Map<String, CgroupTree> children = new TreeMap<>();
    private final List<UnitProcess> processes = new ArrayList<>();

    /**
     * Returns the tree below a control group.
     *
     * @param top its path
     */
    public static CgroupTree of(String top, List<UnitProcess> processes) {
        var tree = new CgroupTree();
        for (UnitProcess process : processes) {
            tree.place(below(top, process.cgroup())).processes.add(process);
        }
        return tree;
    }

    private static String below(String top, String cgroup) {
        String root = top.endsWith("/") ? top : top + "/";
        return cgroup.startsWith(root) ? cgroup.substring(root.length()) : "";
    }

    private CgroupTree place(String path) {
        CgroupTree at = this;
        for (String name : path.split("/", -1)) {
            at = name.isEmpty() ? at : at.children.computeIfAbsent(name, key -> new CgroupTree());
        }
        return at;
    }

    /**
     * Returns the tree's lines.
     *
     * @param width columns of a line, for command lines to be cut; 0 for no limit
     */
    public List<String> lines(int width) {
        var lines = new ArrayList<String>();
        add(lines, "", width);
        return lines;
    }

    private void add(List<String> lines, String indent, int width) {
        List<UnitProcess> sorted =
                processes.stream().sorted(Comparator.comparingLong(UnitProcess::pid)).toList();
        int digits = sorted.isEmpty() ? 0 : Long.toString(sorted.getLast().pid()).length();
        for (int i = 0; i < sorted.size(); i++) {
            boolean isLast = i == sorted.size() - 1 && children.isEmpty();
            String pid = Long.toString(sorted.get(i).pid());
            String line =
                    indent
                            + (isLast ? "└─" : "├─")
                            + " ".repeat(digits - pid.length())
                            + pid
                            + " "
                            + sorted.get(i).commandLine();
            lines.add(
                    width > 0 && line.length() > width
                            ? line.substring(0, Math.max(1, width - 1)) + "…"
                            : line);
        }
        int left = children.size();
        for (Map.Entry<String, CgroupTree> child : children.entrySet()) {
            left--;
            lines.add(indent + (left == 0 ? "└─" : "├─") + unescaped(child.getKey()));
            child.getValue().add(lines, indent + (left == 0 ? "  " : "│ "), width);
        }
    }

    /** A name that the kernel might take for a file of its own has an underscore before it. */
    private static String unescaped(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }
}
