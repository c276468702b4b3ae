package hearth.cli.command.lint;

import hearth.cli.command.files.DiskTree;
import hearth.cli.command.files.UnitCheck;
import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.load.UnitDefinition;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Found;
import hearth.unit.tree.UnitTree;
import hearth.unit.value.exec.ExecCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be wrong with a unit of a user's.
 *
 * @param tree where units are looked for
 * @param specifiers what theirs stand for
 * @param facts what matters of this machine
 */
record Rules(UnitTree tree, Specifiers specifiers, Facts facts) {
    private static final String INSTALL = "Install";

    /** Directives by which [Install] names what starts the unit. */
    private static final Set<String> INSTALLING = Set.of("WantedBy", "RequiredBy", "UpheldBy");

    /** Directives that would make a process somebody else's. */
    private static final Set<String> IDENTITY =
            Set.of("User", "Group", "DynamicUser", "SupplementaryGroups");

    /** What a directive begins with, and the controller that the kernel enforces it by. */
    private static final Map<String, String> CONTROLLERS =
            Map.ofEntries(
                    Map.entry("CPUWeight", "cpu"),
                    Map.entry("StartupCPUWeight", "cpu"),
                    Map.entry("CPUQuota", "cpu"),
                    Map.entry("MemoryMin", "memory"),
                    Map.entry("MemoryLow", "memory"),
                    Map.entry("MemoryHigh", "memory"),
                    Map.entry("MemoryMax", "memory"),
                    Map.entry("MemorySwapMax", "memory"),
                    Map.entry("TasksMax", "pids"),
                    Map.entry("IOWeight", "io"),
                    Map.entry("IOReadBandwidthMax", "io"),
                    Map.entry("IOWriteBandwidthMax", "io"),
                    Map.entry("AllowedCPUs", "cpuset"),
                    Map.entry("AllowedMemoryNodes", "cpuset"));

    /** Returns what is to be said of a unit. */
    List<Finding> check(UnitName name) {
        UnitCheck.Result result = UnitCheck.of(name, tree, specifiers);
        var findings = new ArrayList<Finding>();
        var directives = new ArrayList<Written>();
        result.unit().ifPresent(unit -> directives.addAll(directives(unit)));
        for (Diagnostic said : result.said()) {
            if (directives.stream().noneMatch(it -> it.isIdentity() && it.isAt(said))) {
                findings.add(finding(said));
            }
        }
        for (Written directive : directives) {
            identity(directive).ifPresent(findings::add);
            controller(directive).ifPresent(findings::add);
            findings.addAll(installation(directive, name));
        }
        result.unit().ifPresent(unit -> programs(unit, directives).forEach(findings::add));
        linger(name, directives).ifPresent(findings::add);
        return findings;
    }

    /** A directive, and the file that it stands in. */
    private record Written(String file, UnitFile.Directive directive) {
        boolean isIdentity() {
            return directive.section().equals("Service") && IDENTITY.contains(directive.name());
        }

        boolean isAt(Diagnostic said) {
            return said.file().equals(file) && said.line() == directive.line();
        }

        Finding finding(String what, String why, String cure) {
            return new Finding(file, directive.line(), what, why, cure);
        }
    }

    private static List<Written> directives(UnitDefinition unit) {
        var paths = new ArrayList<String>();
        unit.fragmentPath().ifPresent(paths::add);
        paths.addAll(unit.dropInPaths());
        var all = new ArrayList<Written>();
        for (String path : paths) {
            Entry entry = DiskTree.entry(Path.of(path));
            if (entry instanceof Entry.Link(String _, Entry destination)) {
                entry = destination;
            }
            if (entry instanceof Entry.File(UnitFile content, long _)) {
                content.directives().forEach(it -> all.add(new Written(path, it)));
            }
        }
        return all;
    }

    private static Finding finding(Diagnostic said) {
        String why =
                switch (said.severity()) {
                    case ERROR -> "the unit cannot be used";
                    case WARNING -> "what cannot be understood is ignored";
                    case NOTICE ->
                            "a user's processes may not do what it needs, or Hearth does not do it";
                };
        String cure =
                switch (said.severity()) {
                    case ERROR, WARNING -> "`hearth edit` checks a file before it counts";
                    case NOTICE ->
                            "leave it where other machines enforce it, and do not rely on it here";
                };
        return new Finding(said.file(), said.line(), said.message(), why, cure);
    }

    private static Optional<Finding> identity(Written it) {
        if (!it.isIdentity()) {
            return Optional.empty();
        }
        return Optional.of(
                it.finding(
                        "'" + it.directive().name() + "=' in a user's unit",
                        "a user's services run as that user, and cannot become another one",
                        "remove the line; a service of another user's belongs among that user's"
                                + " units"));
    }

    private Optional<Finding> controller(Written it) {
        String controller = CONTROLLERS.getOrDefault(it.directive().name(), "");
        boolean isThere =
                controller.isEmpty()
                        || facts.controllers().map(all -> all.contains(controller)).orElse(true);
        if (isThere) {
            return Optional.empty();
        }
        return Optional.of(
                it.finding(
                        "'" + it.directive().name() + "=' is not enforced here",
                        "the controller " + controller + " is not delegated to this user's units",
                        "root: DefaultControllers of the cgroup tree, or Delegate="
                                + controller
                                + " in a drop-in of user@.service"));
    }

    /** A target that is not there pulls in nothing. */
    private List<Finding> installation(Written it, UnitName name) {
        UnitFile.Directive directive = it.directive();
        if (!directive.section().equals(INSTALL) || !INSTALLING.contains(directive.name())) {
            return List.of();
        }
        return Arrays.stream(directive.value().strip().split("\\s+"))
                .flatMap(word -> UnitName.parse(word).stream())
                .filter(target -> !target.isTemplate() && !target.equals(name))
                .filter(target -> tree.find(target) instanceof Found.Nothing)
                .filter(target -> target.type().needsFragment())
                .map(target ->
                        it.finding(
                                "'"
                                        + directive.name()
                                        + "=' names "
                                        + target
                                        + ", which is not there",
                                "users' managers have other targets than the system's: enabling it"
                                        + " starts nothing",
                                "WantedBy=default.target starts it with the manager"))
                .toList();
    }

    private static List<Finding> programs(UnitDefinition unit, List<Written> directives) {
        var findings = new ArrayList<Finding>();
        for (ExecCommand command : unit.settings().get(ServiceSettings.EXEC_START)) {
            Path program = Path.of(command.path());
            if (!program.isAbsolute() || Files.isExecutable(program)) {
                continue;
            }
            directives.stream()
                    .filter(it -> it.directive().name().equals("ExecStart"))
                    .filter(it -> it.directive().value().contains(command.path()))
                    .findFirst()
                    .ifPresent(it ->
                            findings.add(
                                    it.finding(
                                            "there is no program " + program,
                                            "it does not exist, or is not executable",
                                            "install it, or mend the path")));
        }
        return findings;
    }

    private Optional<Finding> linger(UnitName name, List<Written> directives) {
        boolean isConcerned =
                facts.enabled().contains(name.text())
                        && facts.isLingering().map(lingers -> !lingers).orElse(false);
        if (!isConcerned) {
            return Optional.empty();
        }
        return directives.stream()
                .filter(it -> it.directive().section().equals(INSTALL))
                .findFirst()
                .map(it ->
                        it.finding(
                                "it is enabled, and will not run after logout",
                                "linger is off: services end after the last logout",
                                "`hearth linger on` lets them run from boot on"));
    }
}
