package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.daemon.FakeBrain;
import hearth.daemon.protocol.Codec;
import hearth.daemon.protocol.CommonEvent;
import hearth.daemon.protocol.Decoded;
import hearth.daemon.protocol.FileOrder;
import hearth.daemon.protocol.HandEvent;
import hearth.daemon.protocol.HandOrder;
import hearth.daemon.protocol.ListenOrder;
import hearth.daemon.protocol.Spawn;
import hearth.linux.Sockets;
import hearth.linux.socket.ReceiveBuffer;
import hearth.linux.socket.SocketType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manager whose hand the test plays, word by word: what came from it is closed in the end. */
class UserInstanceTest {
    private static final int UID = 1000;
    private static final int EPERM = 1;

    @TempDir Path directory;
    private final List<String> told = new ArrayList<>();
    private final List<Long> started = new ArrayList<>();
    private final List<Long> forgotten = new ArrayList<>();
    private FakeBrain fake;
    private int openBefore;
    private Sockets.Pair pair;
    private UserInstance instance;

    private final class Ear implements UserInstance.Owner {
        @Override
        public void ready(UserInstance unused) {
            told.add("ready");
        }

        @Override
        public void stopped(UserInstance unused) {
            told.add("stopped");
        }

        @Override
        public void lost(UserInstance unused, String reason) {
            told.add(reason);
        }

        @Override
        public void failed(UserInstance unused, Throwable fault) {
            told.add("failed: " + fault.getMessage());
        }

        @Override
        public void silent(UserInstance unused) {
            told.add("silent");
        }

        @Override
        public void unbound(UserInstance unused, String name, Runnable then) {
            then.run(); // nothing is kept here
        }

        @Override
        public void bound(UserInstance unused, String name, int fd) {
            told.add("bound " + name);
            fake.linux().descriptors().closeQuietly(fd);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        fake = new FakeBrain(directory);
        openBefore = fake.linux().openDescriptors();
        pair = fake.linux().sockets().socketPair(SocketType.SEQPACKET);
        instance =
                new UserInstance(
                        fake.brain(),
                        new UserInstance.Start(
                                UID,
                                pair.first(),
                                true,
                                "",
                                Optional.empty(),
                                Map.of(),
                                fake.streams()),
                        new Ear());
    }

    /** Says something with a descriptor or none, as an answer where the token isn't 0. */
    private void say(long token, HandEvent event, int... descriptors) throws Exception {
        byte[] datagram = Codec.encode(token, event, descriptors.length).datagram().toArray();
        fake.linux().sockets().send(pair.second(), datagram, 0, datagram.length, descriptors);
        for (int descriptor : descriptors) {
            fake.linux().descriptors().closeQuietly(descriptor);
        }
        fake.settle();
    }

    private int descriptor() throws Exception {
        var pipe = fake.linux().descriptors().pipe();
        fake.linux().descriptors().closeQuietly(pipe.writeFd());
        return pipe.readFd();
    }

    private void welcome(int uid) throws Exception {
        say(
                0,
                new HandEvent.HandWelcome(
                        Codec.VERSION,
                        uid,
                        uid,
                        List.of(),
                        4_000,
                        "alice",
                        "/home/alice",
                        "/bin/sh",
                        "/init.scope",
                        List.of(),
                        List.of(),
                        022,
                        false));
    }

    private void hangUp() {
        fake.linux().descriptors().closeQuietly(pair.second());
        fake.settle();
    }

    @Test
    void whatAHandHasShownOfItsProcessesBeforeItDiedIsClosed() throws Exception {
        welcome(UID);
        say(0, new HandEvent.ProcessPresent(5, "a.service", "main", 42), descriptor());
        hangUp();

        assertThat(told).containsExactly("the hand has ended");
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    @Test
    void whatAHandShowsThatIsNotWhoItShouldBeIsClosed() throws Exception {
        welcome(UID + 1);
        say(0, new HandEvent.ProcessPresent(5, "a.service", "main", 42), descriptor());
        say(0, new HandEvent.HandComplete());
        say(0, new HandEvent.ProcessPresent(6, "b.service", "main", 43), descriptor());
        assertThat(told).containsExactly("the hand is not who it should be");

        hangUp();
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    /** Answers the orders that have come, but for those to bind a socket, whose tokens it keeps. */
    private List<Long> answerAllButBindings() throws Exception {
        var bindings = new ArrayList<Long>();
        var buffer = new ReceiveBuffer(64 * 1024);
        while (fake.linux().sockets().receive(pair.second(), buffer) > 0) {
            if (!(Codec.decodeHandOrder(buffer.toByteArray(), Optional.empty())
                    instanceof Decoded.Good<HandOrder>(long token, HandOrder order))) {
                throw new AssertionError("no order");
            }
            switch (order) {
                case HandOrder.BindSocket _ -> bindings.add(token);
                case HandOrder.ForgetProcess(long process) -> {
                    forgotten.add(process);
                    say(token, new CommonEvent.Done(List.of()));
                }
                case Spawn spawn -> {
                    started.add(spawn.process());
                    say(token, new HandEvent.Spawned(spawn.process(), 42));
                }
                case FileOrder.ReadTree _ ->
                        say(token, new HandEvent.Tree(List.of(), List.of(), false));
                // The machine may have socket units.
                case ListenOrder.Listen _ -> say(token, new CommonEvent.Failed(EPERM, "listen"));
                default -> say(token, new CommonEvent.Done(List.of()));
            }
        }
        return bindings;
    }

    @Test
    void aSocketThatIsBoundWhenTheManagerHasEndedIsClosed() throws Exception {
        welcome(UID);
        say(0, new HandEvent.HandComplete());
        List<Long> bindings = answerAllButBindings();
        assertThat(bindings).hasSize(2);
        instance.exit();
        fake.settle();
        answerAllButBindings();
        assertThat(told).endsWith("stopped");

        for (long binding : bindings) {
            int socket = fake.linux().sockets().socket(SocketType.STREAM);
            say(binding, new HandEvent.Descriptor("private"), socket);
        }
        hangUp();

        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    @Test
    void aStateThatCannotBeReadIsSaidAndLeftAsItIs() throws Exception {
        Path inTheWay = directory.resolve("state/managers/" + UID + "/in the way");
        Files.createDirectories(inTheWay);
        welcome(UID);
        say(0, new HandEvent.HandComplete());
        answerAllButBindings();

        assertThat(told).singleElement().asString().startsWith("failed: ");
        assertThat(fake.complaints())
                .anyMatch(line -> line.contains("its state in") && line.contains("cannot be read"));
        assertThat(inTheWay).exists();
        hangUp();
        assertThat(fake.linux().openDescriptors()).isEqualTo(openBefore);
    }

    private void generator(String kind) throws Exception {
        Path file = directory.resolve("root/usr/lib/systemd/" + kind + "/50-one");
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aManagerBeginsWhenItsGeneratorsHaveEnded() throws Exception {
        generator("user-generators");
        welcome(UID);
        say(0, new HandEvent.HandComplete());
        assertThat(answerAllButBindings()).isEmpty();
        assertThat(started).hasSize(1);

        say(0, new HandEvent.Exited(started.getFirst(), "-", "generator", 42, 1, 0, 0));
        var bindings = new ArrayList<Long>();
        for (int turn = 0; turn < 3; turn++) {
            bindings.addAll(answerAllButBindings());
        }

        assertThat(bindings).hasSize(2);
        assertThat(forgotten).containsExactlyElementsOf(started);
        assertThat(Files.readString(directory.resolve("state/managers/" + UID)))
                .contains(" generators\n");
    }

    private static HandEvent.Exited exited(long process) {
        return new HandEvent.Exited(process, "a.service", "main", 42, 1, 0, 0);
    }

    @Test
    void anExitThatIsToldWhileTheFilesAreReadIsActedOn() throws Exception {
        welcome(UID);
        say(0, new HandEvent.HandComplete());
        say(0, exited(5));
        answerAllButBindings();
        answerAllButBindings();

        assertThat(forgotten).containsExactly(5L);
    }

    @Test
    void aHandThatSaysTooMuchWhileTheFilesAreReadIsCutOff() throws Exception {
        welcome(UID);
        say(0, new HandEvent.HandComplete());
        for (int i = 0; i <= UserInstance.EARLY_EVENTS_MAX; i++) {
            say(0, new HandEvent.TreeChanged());
        }

        assertThat(told).containsExactly("the hand said too much while its user's files were read");
    }
}
