package hearth.daemon.user;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.budget.Account;
import hearth.budget.Resource;
import hearth.daemon.FakeBrain;
import hearth.dbus.DescriptorList;
import hearth.linux.Linux;
import hearth.linux.socket.Credentials;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import hearth.manager.host.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on their way from the socket to the mailbox. */
class NotifySocketFlowTest {
    private static final int MANY = 2_000;
    private static final UnixAddress ADDRESS = UnixAddress.of("/run/user/1000/systemd/notify");

    @TempDir Path directory;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final List<Event.Notified> told = new ArrayList<>();
    private final List<DescriptorList> came = new ArrayList<>();
    private FakeBrain fake;
    private int sender;
    private int socket;

    @BeforeEach
    void open() throws Exception {
        fake = new FakeBrain(directory);
        socket = fake.linux().sockets().socket(SocketType.DATAGRAM);
        int fd = socket;
        fake.linux().sockets().bind(fd, ADDRESS, 0755);
        new NotifySocket(fake.brain(), fd, 1000, mailbox::add, this::hear);
        fake.linux().actAs(new Credentials(77, 1000, 1000));
        sender = fake.linux().sockets().socket(SocketType.DATAGRAM);
    }

    private void hear(Event.Notified message, DescriptorList descriptors) {
        told.add(message);
        came.add(descriptors);
    }

    private boolean say(String text, int... descriptors) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return fake.linux().sockets().sendTo(sender, ADDRESS, bytes, 0, bytes.length, descriptors)
                != Linux.WOULD_BLOCK;
    }

    private void runMailbox() {
        fake.settle();
        while (!mailbox.isEmpty()) {
            mailbox.remove().run();
            fake.settle();
        }
    }

    @Test
    void aFloodWaitsInTheKernelUntilTheMailboxHasHadWhatCameBefore() throws Exception {
        int sent = 0;
        while (sent < MANY && say("STATUS=x")) {
            sent++;
            fake.settle();
        }

        assertThat(mailbox).hasSize(1);
        runMailbox();
        assertThat(told).hasSize(sent);
    }

    @Test
    void aMessageThatTheManagerHasNotHadIsThereForTheNextBrain() throws Exception {
        say("READY=1");
        fake.settle(); // and the brain dies, with the message in the mailbox
        mailbox.clear();
        int fd = fake.linux().descriptors().duplicate(socket);
        new NotifySocket(fake.brain(), fd, 2001, mailbox::add, this::hear);
        runMailbox();

        assertThat(told)
                .singleElement()
                .satisfies(message -> assertThat(message.fields()).isEqualTo(Map.of("READY", "1")));
    }

    @Test
    void theSenderIsKnownByTheKernelsWordAndItsDescriptorsAreClosed() throws Exception {
        int open = fake.linux().openDescriptors();
        say("BARRIER=1", sender);
        runMailbox();

        assertThat(told)
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.pid()).isEqualTo(77);
                    assertThat(message.fields()).isEqualTo(Map.of("BARRIER", "1"));
                });
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
    }

    @Test
    void whatIsToBeStoredIsThereForTheNextBrainUntilTheManagerHasHadIt() throws Exception {
        say("FDSTORE=1", sender);
        fake.settle(); // and the brain dies, with the message in the mailbox
        mailbox.clear();
        int fd = fake.linux().descriptors().duplicate(socket);
        new NotifySocket(fake.brain(), fd, 2001, mailbox::add, this::hear);
        runMailbox();

        assertThat(came).singleElement().satisfies(list -> assertThat(list.size()).isEqualTo(1));
        assertThat(fake.linux().descriptors().isSameFile(came.getFirst().get(0), sender)).isTrue();
    }

    @Test
    void whatNobodyStoresIsChargedUntilItIsClosed() throws Exception {
        Account account = fake.brain().budgets().of(1000);
        int open = fake.linux().openDescriptors();
        say("FDSTORE=1", sender, sender);
        runMailbox();

        assertThat(account.used(Resource.DESCRIPTORS)).isEqualTo(2);
        came.getFirst().close();
        fake.settle();
        assertThat(account.used(Resource.DESCRIPTORS)).isZero();
        assertThat(fake.linux().openDescriptors()).isEqualTo(open);
    }
}
