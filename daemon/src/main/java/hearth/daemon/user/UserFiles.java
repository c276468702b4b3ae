package hearth.daemon.user;

import hearth.api.systemd1.world.GeneratorTimes;
import hearth.daemon.brain.Brain;
import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.generator.Generators;
import hearth.daemon.host.UserHost;
import hearth.daemon.tree.UserTree;
import hearth.manager.ManagerDefaults;
import hearth.manager.ManagerFiles;
import hearth.manager.TreeSource;
import hearth.manager.host.LogLevel;
import hearth.unit.Diagnostic;
import hearth.unit.Specifiers;
import hearth.unit.catalogue.ManagerSettings;
import hearth.unit.load.ManagerLoader;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A user's files as the manager takes them: units, {@code user.conf}, {@code environment.d}.
 * Belongs to the manager's mailbox.
 */
final class UserFiles {
    private final Brain brain;
    private final Surroundings surroundings;
    private final UserTree tree;
    private final UnitLoader loader;
    private final UserHost host;
    private final Generators generators;

    /** What was said of the configuration last: a reload says only what is new. */
    private List<String> said = List.of();

    UserFiles(
            Brain brain,
            Surroundings surroundings,
            UserTree tree,
            UnitLoader loader,
            UserHost host,
            Generators generators) {
        this.brain = brain;
        this.surroundings = surroundings;
        this.tree = tree;
        this.loader = loader;
        this.host = host;
        this.generators = generators;
    }

    /** Returns what specifiers stand for. */
    Specifiers specifiers() {
        return loader.specifiers();
    }

    /**
     * Runs the generators, where there is something to run, and reads what they have made. The tree
     * has been read just now.
     */
    void generate(Runnable then) {
        if (!generators.areNeeded(tree)) {
            then.run();
            return;
        }
        // Until they have ended, nobody knows what they make: the next brain runs them again.
        host.forget(Generators.ENTRY);
        generators.run(
                tree,
                () -> environment(surroundings, tree.texts(), specifiers()),
                () -> {
                    generators.entry().ifPresent(host::note);
                    host.writeNotes();
                    then.run();
                });
    }

    /** Returns when the generators of the manager's start ran. */
    GeneratorTimes generatorTimes() {
        return new GeneratorTimes(generators.start(), generators.finish());
    }

    /** Returns whether generators are at work: their directories are not what they will be. */
    boolean isGenerating() {
        return generators.areRunning();
    }

    /** Returns units as they were read last. */
    TreeSource units() {
        return units(tree.tree());
    }

    private TreeSource units(UnitTree units) {
        return new TreeSource(loader, units, surroundings.runtime() + "/systemd/transient");
    }

    /**
     * Returns all that a manager is told, as it was read last. What is wrong with the configuration
     * is said to the user, and the level of the log takes effect.
     */
    ManagerFiles read() {
        ManagerTexts texts = tree.texts();
        ManagerLoader.Loaded loaded = new ManagerLoader(specifiers()).load(texts.userConf());
        var problems =
                new ArrayList<>(loaded.diagnostics().stream().map(Diagnostic::toString).toList());
        Map<String, String> environment = environment(surroundings, loaded.settings());
        generators
                .addTo(environment, texts)
                .forEach(path -> problems.add(path + ": the environment would be too large"));
        problems.stream().filter(problem -> !said.contains(problem)).forEach(this::say);
        said = problems;
        host.logFilter()
                .configureLevel(
                        LogLevel.ofNumber(loaded.settings().get(ManagerSettings.LOG_LEVEL)));
        return new ManagerFiles(
                units(),
                new ManagerDefaults(
                        loaded.settings(),
                        brain.clocks().zone(),
                        brain.machine().isContainer(),
                        seed(),
                        true),
                environment);
    }

    /** Returns a number that only this user has, on this machine alone. */
    private long seed() {
        String machine = brain.machine().machineIdOrZeros();
        return ((long) machine.hashCode() << Integer.SIZE) ^ surroundings.user().uid();
    }

    private void say(String problem) {
        host.say("", problem);
    }

    /**
     * Returns what a manager has itself, sorted, with what user.conf adds: generators are told it.
     *
     * @param texts as they were read last
     */
    static Map<String, String> environment(
            Surroundings surroundings, ManagerTexts texts, Specifiers specifiers) {
        return environment(
                surroundings, new ManagerLoader(specifiers).load(texts.userConf()).settings());
    }

    private static Map<String, String> environment(Surroundings surroundings, Settings told) {
        var sorted = new TreeMap<>(surroundings.environment());
        add(sorted, told.get(ManagerSettings.MANAGER_ENVIRONMENT));
        add(sorted, told.get(ManagerSettings.DEFAULT_ENVIRONMENT));
        return new LinkedHashMap<>(sorted);
    }

    private static void add(Map<String, String> variables, List<String> assignments) {
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
        }
    }
}
