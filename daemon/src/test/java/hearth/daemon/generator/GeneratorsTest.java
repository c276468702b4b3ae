package hearth.daemon.generator;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.daemon.configuration.GeneratorDirectories;
import hearth.daemon.host.LogStreams;
import hearth.daemon.link.Line;
import hearth.daemon.link.Link;
import hearth.daemon.log.LogLine;
import hearth.daemon.log.LogReader;
import hearth.daemon.mailbox.Mailbox;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.CommonOrder;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.Spawn;
import hearth.daemon.tree.SystemDirectories;
import hearth.daemon.tree.UserTree;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import hearth.unit.tree.SearchPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators whose hand, and whose programs, the test plays. */
class GeneratorsTest {
    private static final int UID = 1000;
    private static final int EXITED = 1;
    private static final int KILLED = 2;
    private static final int SIGKILL = 9;
    private static final int SIGXFSZ = 25;
    private static final String RUNTIME = "/run/user/1000";
    private static final List<String> OUTPUT =
            List.of(
                    RUNTIME + "/systemd/generator",
                    RUNTIME + "/systemd/generator.early",
                    RUNTIME + "/systemd/generator.late");

    @TempDir Path directory;
    private final List<HandOrder> orders = new ArrayList<>();
    private final Map<String, Running> running = new LinkedHashMap<>();
    private HandEvent.Measured measured = new HandEvent.Measured(3, 3_000, false);
    private boolean isHandOld;
    private FakeBrain fake;
    private Sockets.Pair pair;
    private Mailbox mailbox;
    private UserTree tree;
    private Generators generators;
    private int runs;

    /** A generator that was started; its output, where that does not go into the log. */
    private record Running(Spawn order, Optional<Integer> output) {}

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        mailbox =
                new Mailbox(
                        "alice's",
                        fake.brain().lanes().of(UID),
                        fault -> {
                            throw new AssertionError(fault);
                        });
        var reactor = fake.brain().reactor();
        var hand =
                new Line<HandEvent>(
                        reactor,
                        new Link<>(
                                fake.linux(),
                                reactor,
                                fake.brain().buffers().orders(),
                                pair.first(),
                                Codec::decodeHandEvent,
                                new Ear()));
        tree =
                new UserTree(
                        new UserTree.OfRoot(
                                fake.brain().files().of(UID),
                                new SystemDirectories(
                                        fake.linux().inotify(),
                                        new GeneratorDirectories(directory.resolve("root")))),
                        mailbox,
                        hand,
                        SearchPath.UserDirectories.of("/home/alice", RUNTIME),
                        fake.brain().budgets().of(UID),
                        complaint -> {
                            throw new AssertionError(complaint);
                        });
        generators =
                new Generators(
                        fake.brain(),
                        mailbox,
                        hand,
                        new LogStreams(
                                fake.brain(),
                                mailbox,
                                hand,
                                fake.brain().logOf("1000", mailbox),
                                UID,
                                fake.streams()),
                        welcome(),
                        RUNTIME,
                        "/alice");
    }

    private static HandEvent.HandWelcome welcome() {
        return new HandEvent.HandWelcome(
                Codec.VERSION,
                UID,
                UID,
                List.of(),
                4_000,
                "alice",
                "/home/alice",
                "/bin/sh",
                "/init.scope",
                List.of(),
                List.of(),
                022,
                false);
    }

    private final class Ear implements Link.Listener<HandEvent> {
        @Override
        public void event(HandEvent event, int[] descriptors) {
            if (event instanceof HandEvent.Exited exit) {
                mailbox.execute(() -> assertThat(generators.ended(exit)).isTrue());
            }
        }

        @Override
        public void ended(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void silent() {
            throw new AssertionError("silent");
        }

        @Override
        public void differs(String what) {
            // a hand of an older version
        }
    }

    private void program(String kind, String name) throws Exception {
        Path file = directory.resolve("root/usr/lib/systemd/" + kind + "/" + name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The machine that the test runs on may have environment.d: it does not count here. */
    private void ofEnvironment(String name) throws Exception {
        Path mask =
                directory.resolve(
                        "root/etc/systemd/user-environment-generators/30-systemd-environment-d-generator");
        if (!Files.isSymbolicLink(mask)) {
            Files.createDirectories(mask.resolveSibling(""));
            Files.createSymbolicLink(mask, Path.of("/dev/null"));
        }
        program("user-environment-generators", name);
    }

    private void ofUnits(String name) throws Exception {
        program("user-generators", name);
    }

    private void say(long token, HandEvent event) throws Exception {
        byte[] datagram = Codec.encode(token, event, 0).datagram().toArray();
        fake.linux().sockets().send(pair.second(), datagram, 0, datagram.length, new int[0]);
    }

    /** Plays the hand until nobody has an order for it. */
    private void settle() throws Exception {
        var buffer = new ReceiveBuffer(64 * 1024);
        fake.settle();
        while (fake.linux().sockets().receive(pair.second(), buffer) > 0) {
            int[] descriptors = buffer.takeDescriptors();
            if (!(Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                    instanceof Decoded.Good<HandOrder>(long token, HandOrder order))) {
                throw new AssertionError("no order");
            }
            orders.add(order);
            answer(token, order, descriptors);
            fake.settle();
        }
    }

    private void answer(long token, HandOrder order, int[] descriptors) throws Exception {
        switch (order) {
            case FileOrder.ReadTree _ ->
                    say(token, new HandEvent.Tree(List.of(), List.of(), false));
            case FileOrder.MeasureTrees _ when isHandOld ->
                    say(token, new CommonEvent.Failed(38, "no such order"));
            case FileOrder.MeasureTrees _ -> say(token, measured);
            case HandOrder.AttachLog _ -> { // nobody writes anything into it
                fake.linux().descriptors().close(descriptors[0]);
                say(token, new CommonEvent.Done(List.of()));
            }
            case Spawn spawn -> {
                String path = spawn.executable();
                running.put(
                        path.substring(path.lastIndexOf('/') + 1),
                        new Running(
                                spawn,
                                descriptors.length == 0
                                        ? Optional.empty()
                                        : Optional.of(descriptors[0])));
                say(token, new HandEvent.Spawned(spawn.process(), 100 + running.size()));
            }
            default -> say(token, new CommonEvent.Done(List.of()));
        }
    }

    private void run() throws Exception {
        tree.read(_ ->
                generators.run(
                        tree,
                        () -> new LinkedHashMap<>(Map.of("HOME", "/home/alice")),
                        () -> runs++));
        settle();
    }

    private Running started(String name) {
        return Objects.requireNonNull(running.get(name), name + " was not started");
    }

    /** Lets a generator print something and end. */
    private void end(String name, String output, int code, int status) throws Exception {
        Running one = started(name);
        running.remove(name);
        if (one.output().isPresent()) {
            byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
            fake.linux().descriptors().writeAt(one.output().get(), bytes, 0, bytes.length, 0);
            fake.linux().descriptors().close(one.output().get());
        }
        say(0, new HandEvent.Exited(one.order().process(), "-", "generator", 101, code, status, 0));
        settle();
    }

    private void end(String name, String output) throws Exception {
        end(name, output, EXITED, 0);
    }

    private Map<String, String> environment() {
        var variables = new LinkedHashMap<String, String>();
        generators.addTo(variables, tree.texts());
        return variables;
    }

    private List<String> removals(boolean isRecursive) {
        return orders.stream()
                .filter(order ->
                        order instanceof FileOrder.Remove(String _, boolean recursive)
                                && recursive == isRecursive)
                .map(order -> ((FileOrder.Remove) order).path())
                .toList();
    }

    private List<String> log() throws Exception {
        fake.settle();
        return new LogReader(directory.resolve("log"))
                .read("1000", "-", 1000).stream().map(LogLine::text).toList();
    }

    @Test
    void whereThereIsNoneNothingIsAskedOfTheHand() throws Exception {
        tree.read(_ -> {});
        settle();

        assertThat(generators.areNeeded(tree)).isFalse();
        assertThat(orders).hasSize(1); // the reading
    }

    @Test
    void thoseOfTheEnvironmentRunOneAfterTheOtherAndSeeWhatThoseBeforeHavePrinted()
            throws Exception {
        ofEnvironment("10-first");
        ofEnvironment("20-second");
        run();
        assertThat(running).containsOnlyKeys("10-first");
        assertThat(started("10-first").order().environment()).containsExactly("HOME=/home/alice");

        end("10-first", "A=1\nB=\"two words\"\n");
        assertThat(started("20-second").order().environment())
                .containsExactly("HOME=/home/alice", "A=1", "B=two words");
        end("20-second", "A=changed\nEMPTY=\n");

        assertThat(runs).isEqualTo(1);
        assertThat(environment())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("A", "changed", "B", "two words", "EMPTY", ""));
    }

    @Test
    void whatIsPrintedCountsWhateverTheStatusButNotOfOneThatIsKilled() throws Exception {
        ofEnvironment("10-fails");
        ofEnvironment("20-killed");
        run();
        end("10-fails", "FAILS=counts", EXITED, 3);
        end("20-killed", "KILLED=not", KILLED, SIGKILL);

        assertThat(environment()).containsExactly(Map.entry("FAILS", "counts"));
        assertThat(log())
                .anyMatch(line -> line.contains("10-fails has failed with exit status 3"))
                .anyMatch(line -> line.contains("20-killed was killed by SIGKILL"));
    }

    @Test
    void thoseOfUnitsRunAllAtOnceInEmptyDirectories() throws Exception {
        ofUnits("one");
        ofUnits("other");
        run();

        assertThat(running).containsOnlyKeys("one", "other");
        assertThat(removals(true)).isEqualTo(OUTPUT);
        assertThat(started("one").order().arguments())
                .containsExactly(
                        started("one").order().executable(),
                        OUTPUT.get(0),
                        OUTPUT.get(1),
                        OUTPUT.get(2));
        assertThat(started("one").order().environment()).contains("SYSTEMD_SCOPE=user");
        assertThat(started("one").output()).isEmpty();
        end("one", "");
        assertThat(runs).isZero();
        end("other", "");
        assertThat(runs).isEqualTo(1);
        assertThat(removals(false)).isEqualTo(OUTPUT); // which fails where something is in one
        assertThat(orders.getLast()).isInstanceOf(FileOrder.ReadTree.class);
    }

    @Test
    void whoeverHasNotEndedInTimeIsKilledAndNamed() throws Exception {
        ofEnvironment("10-hangs");
        ofEnvironment("20-later");
        ofUnits("hangs");
        ofUnits("ends");
        run();
        fake.advance(GeneratorRun.ENVIRONMENT_TIME);
        settle();
        end("ends", "");
        assertThat(runs).isZero();
        fake.advance(GeneratorRun.UNITS_TIME);
        settle();

        assertThat(runs).isEqualTo(1);
        assertThat(orders)
                .contains(
                        new CommonOrder.SignalCgroup(
                                "/alice/hearth-generators", SIGKILL, List.of()));
        assertThat(running).doesNotContainKey("20-later");
        assertThat(log())
                .anyMatch(line -> line.contains("10-hangs has not ended after 30 s"))
                .anyMatch(line -> line.contains("20-later is not run"))
                .anyMatch(line -> line.contains("user-generators/hangs has not ended after 45 s"));
        end("hangs", "", KILLED, SIGKILL); // too late to matter
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void whoPrintsTooMuchIsNamedAndItsOutputIsLost() throws Exception {
        ofEnvironment("10-floods");
        run();
        assertThat(started("10-floods").order().limits())
                .singleElement()
                .satisfies(limit -> {
                    assertThat(limit.resource()).isEqualTo(1); // RLIMIT_FSIZE
                    assertThat(limit.hard()).isEqualTo(GeneratorRun.OUTPUT_BYTES_MAX);
                });
        end("10-floods", "A=1", KILLED, SIGXFSZ);

        assertThat(environment()).isEmpty();
        assertThat(log())
                .anyMatch(line -> line.contains("10-floods is killed: it has written more than"));
    }

    @Test
    void moreVariablesThanFitAreLeftOut() throws Exception {
        ofEnvironment("10-long");
        run();
        end("10-long", "A=" + "a".repeat(200_000) + "\nB=" + "b".repeat(100_000) + "\n");

        assertThat(environment()).containsOnlyKeys("A");
        assertThat(log()).anyMatch(line -> line.contains("the rest is left out"));
    }

    @Test
    void moreFilesThanFitAllGo() throws Exception {
        ofUnits("floods");
        measured = new HandEvent.Measured(20_000, 0, true);
        run();
        end("floods", "");

        assertThat(removals(true)).hasSize(2 * OUTPUT.size());
        assertThat(log())
                .anyMatch(line ->
                        line.contains("generators have made more than 16384 files")
                                && line.contains("user-generators/floods"));
    }

    @Test
    void systemdsOwnForAutostartFilesIsRunOnlyWhereThereAreSome() throws Exception {
        ofUnits("systemd-xdg-autostart-generator");
        measured = new HandEvent.Measured(0, 0, false);
        run();
        assertThat(runs).isEqualTo(1);
        assertThat(running).isEmpty();
        assertThat(orders)
                .contains(
                        new FileOrder.MeasureTrees(
                                List.of("/home/alice/.config/autostart", "/etc/xdg/autostart"),
                                0,
                                0))
                .noneMatch(order -> order instanceof CommonOrder.MakeCgroup)
                .filteredOn(order -> order instanceof FileOrder.ReadTree)
                .hasSize(1);

        measured = new HandEvent.Measured(1, 0, true);
        run();
        assertThat(running).containsOnlyKeys("systemd-xdg-autostart-generator");
    }

    @Test
    void anOlderHandDoesNotMeasureAndWhatIsThereCounts() throws Exception {
        ofUnits("one");
        isHandOld = true;
        run();
        end("one", "");

        assertThat(runs).isEqualTo(1);
        assertThat(removals(true)).hasSize(OUTPUT.size());
    }

    @Test
    void whoAsksWhileTheyRunGetsTheNextRun() throws Exception {
        ofUnits("one");
        run();
        run();
        run();
        end("one", "");
        assertThat(runs).isEqualTo(1);
        end("one", "");
        assertThat(runs).isEqualTo(3);
        assertThat(running).isEmpty();
    }

    @Test
    void theNextBrainIsToldWhatTheyHaveMade() throws Exception {
        ofEnvironment("10-first");
        run();
        assertThat(generators.entry()).isEmpty(); // they have not ended
        end("10-first", "A=1\\\n2\nB='x\ny'\nEMPTY=\n");
        var entry = generators.entry().orElseThrow();
        Map<String, String> before = environment();

        generators.resume(Optional.empty());
        assertThat(generators.isKnown()).isFalse();
        generators.resume(Optional.of(entry.text()));

        assertThat(generators.isKnown()).isTrue();
        assertThat(environment())
                .isEqualTo(before)
                .containsEntry("B", "x\ny")
                .containsEntry("EMPTY", "");
    }

    @Test
    void whatTheyHavePrintedIsChargedUntilTheirManagerEnds() throws Exception {
        var account = fake.brain().budgets().of(UID);
        ofEnvironment("10-first");
        run();
        long before = account.used(Resource.UNIT_FILES);
        end("10-first", "A=" + "a".repeat(1_000));

        assertThat(account.used(Resource.UNIT_FILES)).isGreaterThan(before + 1_000);
        tree.close();
        generators.close();
        assertThat(account.used(Resource.UNIT_FILES)).isZero();
    }

    @Test
    void whatIsNoLongerAffordedIsNotReadAndSaid() throws Exception {
        var account = fake.brain().budgets().of(UID);
        ofEnvironment("10-first");
        run();
        try (var all =
                account.charge(Resource.UNIT_FILES, account.room(Resource.UNIT_FILES))
                        .orElseThrow()) {
            end("10-first", "A=1");
            assertThat(all.amount()).isPositive();
        }

        assertThat(environment()).isEmpty();
        assertThat(log())
                .anyMatch(line ->
                        line.contains(
                                "10-first has printed does not count: the limit unit-file-bytes"));
    }

    @Test
    void aManagerThatEndsWhileTheyRunClosesTheirOutput() throws Exception {
        int open = fake.linux().openDescriptors();
        ofEnvironment("10-first");
        run();
        generators.close();
        end("10-first", "A=1");

        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
        assertThat(runs).isZero();
    }
}
