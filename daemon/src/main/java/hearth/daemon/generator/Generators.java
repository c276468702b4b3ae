package hearth.daemon.generator;

import hearth.budget.Charge;
import hearth.budget.Resource;
import hearth.daemon.brain.Brain;
import hearth.daemon.configuration.GeneratorList;
import hearth.daemon.configuration.ManagerTexts;
import hearth.daemon.host.LogStreams;
import hearth.daemon.link.Line;
import hearth.daemon.log.ManagerMarks;
import hearth.daemon.machine.Machine;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandEvent.HandWelcome;
import hearth.daemon.state.StateJournal;
import hearth.daemon.tree.UserTree;
import hearth.manager.ManagerLimits;
import hearth.manager.host.Moment;
import hearth.unit.tree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The generators of one user's manager, and what they have made: variables of its environment, and
 * units, which are read from their directories as other files are.
 *
 * <p>They run at the manager's start and at each reload. The next brain finds what they have made
 * written down, and runs them only where they had not ended. Belongs to the manager's mailbox.
 */
public final class Generators {
    /** The name in the manager's journal of what they have made; no unit can have it. */
    public static final String ENTRY = "generators";

    private final Brain brain;
    private final Mailbox mailbox;
    private final Line<HandEvent> hand;
    private final GeneratorProcesses processes;
    private final Charge charge;
    private final List<String> directories;
    private Made made = Made.NOTHING;
    private boolean isKnown; // what they have made
    private Optional<GeneratorRun> run = Optional.empty();

    /** Who has asked for the next run while one is under way. */
    private final List<Order> waiting = new ArrayList<>();

    /**
     * An order to run them.
     *
     * @param tree which has read what the run is to begin with, and reads what it has made
     * @param environment the manager's own, without what generators and clients have set
     * @param then runs when all is read
     */
    private record Order(UserTree tree, Supplier<Map<String, String>> environment, Runnable then) {}

    /**
     * Makes them; nothing has run.
     *
     * @param runtime {@code XDG_RUNTIME_DIR}
     * @param cgroup the manager's
     */
    public Generators(
            Brain brain,
            Mailbox mailbox,
            Line<HandEvent> hand,
            LogStreams streams,
            HandWelcome user,
            String runtime,
            String cgroup) {
        this.brain = brain;
        this.mailbox = mailbox;
        this.hand = hand;
        processes =
                new GeneratorProcesses(
                        brain,
                        mailbox,
                        new GeneratorProcesses.Tools(
                                hand,
                                streams.log(),
                                streams,
                                user.uid(),
                                user.gid(),
                                cgroup,
                                ManagerMarks.ofUser(user.pid(), user.gid(), user.cgroup())));
        charge = brain.budgets().of(user.uid()).open(Resource.UNIT_FILES);
        directories =
                Stream.of("", ".early", ".late")
                        .map(suffix -> runtime + "/systemd/generator" + suffix)
                        .toList();
    }

    /** Takes over what an earlier brain has written down. */
    public void resume(Optional<String> entry) {
        Optional<Made> known = entry.flatMap(Made::parse);
        isKnown = known.isPresent();
        made = known.orElse(Made.NOTHING);
        charge.resize(entry.map(String::length).orElse(0)); // it is there whether it fits or not
    }

    /** Returns whether an earlier brain has written down what they have made. */
    public boolean isKnown() {
        return isKnown;
    }

    /** Returns what the next brain is to know; nothing where there are no generators. */
    public Optional<StateJournal.Entry> entry() {
        return isKnown
                ? Optional.of(new StateJournal.Entry(ENTRY, made.toText()))
                : Optional.empty();
    }

    /** Returns when they were started at the manager's start. */
    public Moment start() {
        return made.start();
    }

    /** Returns when they had ended at the manager's start. */
    public Moment finish() {
        return made.finish();
    }

    /** Returns whether they run: their directories are not what they will be. */
    public boolean areRunning() {
        return run.isPresent();
    }

    /**
     * Adds to a manager's environment what they have set, or what environment.d says where that is
     * all.
     *
     * @return the files of environment.d that are left out, since it would be too large
     */
    public List<String> addTo(Map<String, String> environment, ManagerTexts texts) {
        if (made.environment().isPresent()) {
            environment.putAll(made.environment().get());
            return List.of();
        }
        return texts.addEnvironment(environment, ManagerLimits.ENVIRONMENT_BYTES);
    }

    /** Returns whether there is something to run or to take away. */
    public boolean areNeeded(UserTree tree) {
        GeneratorList list = tree.generators();
        return !list.units().isEmpty()
                || !list.isEnvironmentPlain()
                || made.environment().isPresent()
                || hasFiles(tree);
    }

    private static boolean hasFiles(UserTree tree) {
        return tree.tree().directories().stream()
                .anyMatch(directory ->
                        isGenerated(directory.place()) && !directory.entries().isEmpty());
    }

    private static boolean isGenerated(Place place) {
        return switch (place.role()) {
            case GENERATOR, GENERATOR_EARLY, GENERATOR_LATE -> true;
            default -> false;
        };
    }

    /**
     * Runs them, and has read what they have made. One run follows the other; who asks meanwhile
     * gets the next one, all together.
     *
     * @param tree which has been read just now
     * @param environment the manager's own, without what generators and clients have set
     * @param then runs when all is read
     */
    public void run(UserTree tree, Supplier<Map<String, String>> environment, Runnable then) {
        waiting.add(new Order(tree, environment, then));
        if (run.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        var orders = List.copyOf(waiting);
        waiting.clear();
        Order last = orders.getLast();
        var task =
                new GeneratorRun.Task(
                        last.tree().generators(),
                        last.tree().texts(),
                        last.environment().get(),
                        surroundings(),
                        directories,
                        hasFiles(last.tree()));
        var next =
                new GeneratorRun(
                        brain,
                        mailbox,
                        hand,
                        processes,
                        charge,
                        task,
                        result -> ended(result, last.tree(), orders));
        run = Optional.of(next);
        next.begin();
    }

    /** Variables that tell generators of units where they are, as systemd has them. */
    private List<String> surroundings() {
        var variables = new ArrayList<String>();
        variables.add("SYSTEMD_SCOPE=user");
        String virtualization = brain.machine().virtualization();
        if (!virtualization.isEmpty()) {
            String kind = brain.machine().isContainer() ? "container:" : "vm:";
            variables.add("SYSTEMD_VIRTUALIZATION=" + kind + virtualization);
        }
        variables.add("SYSTEMD_ARCHITECTURE=" + Machine.architecture());
        return variables;
    }

    private void ended(GeneratorRun.Result result, UserTree tree, List<Order> orders) {
        boolean isFirst = made.start().isNever();
        made =
                new Made(
                        result.made().environment(),
                        isFirst ? result.made().start() : made.start(),
                        isFirst ? result.made().finish() : made.finish());
        isKnown = true;
        if (result.haveFilesChanged()) {
            tree.read(_ -> over(orders));
        } else {
            over(orders);
        }
    }

    private void over(List<Order> orders) {
        run = Optional.empty();
        orders.forEach(order -> order.then().run());
        if (run.isEmpty() && !waiting.isEmpty()) {
            begin();
        }
    }

    /** Returns whether a number of the hand's is that of a generator. */
    public static boolean isGenerator(long process) {
        return GeneratorProcesses.isGenerator(process);
    }

    /** A process of the hand's has ended; returns whether it was a generator. */
    public boolean ended(HandEvent.Exited exit) {
        return processes.ended(exit);
    }

    /** Lets go of everything: somebody else has the hand. */
    public void close() {
        run.ifPresent(GeneratorRun::close);
        waiting.clear();
        processes.close();
        charge.close();
    }
}
