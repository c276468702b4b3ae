package hearth.manager;

import hearth.budget.Budgets;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.job.Job;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.unit.Specifiers;
import hearth.unit.load.ManagerLoader;
import hearth.unit.load.UnitLoader;
import hearth.unit.syntax.UnitFile;
import hearth.unit.tree.Entry;
import hearth.unit.tree.Place;
import hearth.unit.tree.UnitDirectory;
import hearth.unit.tree.UnitTree;
import hearth.unit.value.JobMode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One manager of the user alice, with unit files that are texts, in a fake world. */
final class House {
    static final String CGROUP = "/user.slice/user-1000.slice/user@1000.service";
    static final String APP = CGROUP + "/app.slice/";

    /** In such steps time passes: shorter than what units wait for. */
    private static final long STEP_USEC = 100_000;

    private final Map<String, Entry> files = new HashMap<>();
    private final ManagerScope scope;
    final FakeHost host = new FakeHost();
    final Budgets budgets;
    final Map<Integer, JobResult> results = new LinkedHashMap<>();
    final List<String> ended = new ArrayList<>();
    Manager manager;

    /** The text of {@code user.conf}; counts from the next reload on. */
    String userConf = "";

    /** What environment.d adds; counts from the next reload on. */
    final Map<String, String> moreEnvironment = new LinkedHashMap<>();

    private House(ManagerScope scope, Budgets budgets) {
        this.scope = scope;
        this.budgets = budgets;
        file("basic.target", "[Unit]\nDescription=Basic System\n");
        file("shutdown.target", "[Unit]\nDescription=Shutdown\nDefaultDependencies=no\n");
        file(
                "default.target",
                "[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n");
        file(
                "exit.target",
                "[Unit]\nDescription=Exit the Session\nDefaultDependencies=no",
                "Requires=systemd-exit.service\nAfter=systemd-exit.service",
                "AllowIsolate=yes\n");
        file(
                "systemd-exit.service",
                "[Unit]\nDescription=Exit the Session\nDefaultDependencies=no",
                "Requires=shutdown.target\nAfter=shutdown.target",
                "SuccessAction=exit-force\n[Service]\nType=oneshot\nSlice=-.slice\n");
        manager = make();
    }

    static House ofUser() {
        return ofUser(Budgets.generous());
    }

    static House ofUser(Budgets budgets) {
        return new House(ManagerScope.USER, budgets);
    }

    /** Writes a unit file; a manager that is there sees it after a reload. */
    House file(String name, String... lines) {
        String text = String.join("\n", lines) + "\n";
        files.put(name, Entry.File.of(text.getBytes(StandardCharsets.UTF_8), 1));
        return this;
    }

    /** Returns where a unit file lies. */
    String path(String name) {
        return "/home/alice/.config/systemd/user/" + name;
    }

    House service(String name, String... lines) {
        return file(name + ".service", "[Service]", String.join("\n", lines));
    }

    /** Makes a name an alias of a unit. */
    House alias(String name, String of) {
        files.put(name, new Entry.Link(of, new Entry.Missing()));
        return this;
    }

    /** Links a unit into another one's {@code .wants}. */
    House wants(String by, String... names) {
        Map<String, Entry> links = new HashMap<>();
        for (String name : names) {
            links.put(name, new Entry.Link("../" + name, new Entry.Missing()));
        }
        files.put(by + ".wants", new Entry.Directory(links));
        return this;
    }

    UnitSource source() {
        return new TreeSource(
                new UnitLoader(specifiers()),
                new UnitTree(
                        List.of(
                                UnitDirectory.of(
                                        new Place(
                                                "/home/alice/.config/systemd/user.control",
                                                Place.Role.CONTROL),
                                        Map.of()),
                                UnitDirectory.of(
                                        new Place(
                                                "/run/user/1000/systemd/user.control",
                                                Place.Role.RUNTIME_CONTROL),
                                        Map.of()),
                                UnitDirectory.of(
                                        new Place(
                                                "/home/alice/.config/systemd/user",
                                                Place.Role.CONFIG),
                                        files))),
                "/run/user/1000/systemd/transient");
    }

    /** Returns the files with the configuration there is now. */
    ManagerFiles files() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", "/home/alice");
        environment.put("PATH", "/usr/bin:/bin");
        environment.putAll(moreEnvironment);
        var told =
                new ManagerLoader(specifiers())
                        .load(
                                List.of(
                                        new ManagerLoader.File(
                                                "/etc/systemd/user.conf",
                                                UnitFile.parse("[Manager]\n" + userConf))));
        return new ManagerFiles(
                source(),
                new ManagerDefaults(told.settings(), ZoneOffset.UTC, false, 7, true),
                environment);
    }

    private Manager make() {
        Manager made =
                new Manager(
                        new ManagerConfig(
                                scope,
                                1000,
                                42,
                                CGROUP,
                                "/run/user/1000/systemd/transient",
                                budgets.of(1000)),
                        files(),
                        host,
                        host,
                        new Random(7));
        made.addListener(
                new ManagerListener() {
                    @Override
                    public void jobRemoved(Job job, JobResult result) {
                        results.put(job.id(), result);
                        ended.add(job.unit().id() + " " + result.wireName());
                    }
                });
        return made;
    }

    /** Makes the manager anew, as without any state, with the files there are now. */
    House fresh() {
        manager = make();
        return this;
    }

    House begin() {
        fresh();
        manager.startDefaultTarget();
        host.settle(manager);
        return this;
    }

    /** Kills the brain and starts another, which takes over what lives. */
    void killBrain() {
        killBrain(true);
    }

    /** Kills the brain and the hand: nobody knows any more by which token a process was started. */
    void killBrainAndHand() {
        killBrain(false);
    }

    /** Lets time pass, with a new brain whenever one has died. */
    void live(long usec) {
        live(usec, true);
    }

    /**
     * Lets time pass, with a new brain whenever one has died.
     *
     * @param isHandLeft whether hands outlive brains
     */
    void live(long usec, boolean isHandLeft) {
        for (long left = usec; left > 0; left -= STEP_USEC) {
            host.settle(manager);
            if (host.isBrainDead()) {
                host.dieAfter(Long.MAX_VALUE);
                killBrain(isHandLeft);
            }
            host.advance(manager, STEP_USEC);
        }
    }

    private void killBrain(boolean isHandLeft) {
        List<Event.Exited> untold =
                host.takeEvents().stream()
                        .filter(Event.Exited.class::isInstance)
                        .map(Event.Exited.class::cast)
                        .toList();
        manager = make();
        host.timers.clear();
        manager.restore(
                host.snapshots.entrySet().stream()
                        .map(entry -> new Host.Snapshot(entry.getKey(), entry.getValue()))
                        .toList());
        manager.coldplug(
                new Host.Inventory(
                        host.processes.values().stream()
                                .map(it ->
                                        new Host.LiveProcess(
                                                isHandLeft ? it.token() : 0, it.pid(), it.cgroup()))
                                .toList(),
                        isHandLeft ? untold : List.of(),
                        List.of(),
                        isHandLeft
                                ? List.of()
                                : untold.stream()
                                        .map(exit -> host.orphans.get(exit.pid()))
                                        .distinct()
                                        .toList(),
                        !isHandLeft));
        host.settle(manager);
    }

    @Nullable JobResult start(String name) {
        return finish(manager.startUnit(name, JobMode.REPLACE));
    }

    @Nullable JobResult stop(String name) {
        return finish(manager.stopUnit(name, JobMode.REPLACE));
    }

    /** Returns what became of a job; null while it goes on. */
    @Nullable JobResult finish(Outcome<Job> outcome) {
        Job job = done(outcome);
        host.settle(manager);
        return results.get(job.id());
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(var reason, String message) ->
                    throw new AssertionError(reason + ": " + message);
        };
    }

    Unit unit(String name) {
        return done(manager.loadUnit(name));
    }

    String state(String name) {
        Unit unit = unit(name);
        return unit.activeState().wireName() + "/" + unit.subState();
    }

    private Specifiers specifiers() {
        return new Specifiers(
                new Specifiers.Host(
                        Optional.empty(),
                        Optional.empty(),
                        "hearth",
                        Optional.empty(),
                        "6.12.0",
                        "x86-64",
                        Map.of()),
                new Specifiers.User(
                        scope == ManagerScope.USER,
                        "alice",
                        1000,
                        "users",
                        100,
                        "/home/alice",
                        "/bin/sh"),
                new Specifiers.Directories(
                        "/run/user/1000",
                        "/home/alice/.config",
                        "/home/alice/.cache",
                        "/home/alice/.config/log",
                        "/home/alice/.config",
                        "/tmp",
                        "/var/tmp",
                        CGROUP));
    }
}
