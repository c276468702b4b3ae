package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.world.PidFd;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What clients of systemd 257 ask of login, and those of 252 did not. */
class NewerClientsTest {
    private static final String SESSION = "/org/freedesktop/login1/session/_3203";

    /** The descriptor that comes with a message. */
    private static final int DESCRIPTOR = 40;

    private final Machine machine = new Machine();

    private Message createSession(long flags) {
        return callWithDescriptor(
                "CreateSessionWithPIDFD",
                "uhsssssussbssta(sv)",
                out -> {
                    out.uint32(2001).handle(0).string("sshd").string("tty").string("user");
                    out.string("").string("").uint32(0).string("").string("").bool(true);
                    out.string("").string("127.0.0.1").uint64(flags).openArray().closeArray();
                });
    }

    private Message callWithDescriptor(
            String member, String in, Consumer<MessageWriter> arguments) {
        List<Message> answers = new ArrayList<>();
        machine.login1.handle(
                Message.call(
                                "",
                                DbusPath.of("/org/freedesktop/login1"),
                                ManagerInterface.NAME,
                                member)
                        .withBody(Signature.of(in), arguments)
                        .withDescriptors(DescriptorList.owning(_ -> {}, DESCRIPTOR)),
                Machine.ROOT,
                answers::add);
        machine.run();
        return answers.getFirst();
    }

    @Test
    void theProcessOfAPidFdLeadsItsSession() {
        machine.pidFds.put(DESCRIPTOR, new PidFd.Living(105));

        MessageReader out = createSession(0).reader();

        assertThat(out.string()).isEqualTo("203");
        assertThat(machine.login.session("203").orElseThrow().leader()).isEqualTo(105);
    }

    @Test
    void noSessionIsMadeForWhatIsNoPidFd() {
        assertThat(createSession(0).errorText()).isEqualTo("The file descriptor is no PIDFD");
        machine.pidFds.put(DESCRIPTOR, new PidFd.Ended());
        assertThat(createSession(0).errorText()).isEqualTo("No such process");
        machine.pidFds.put(DESCRIPTOR, new PidFd.Living(105));
        assertThat(createSession(1).errorText()).isEqualTo("Invalid flags");
        assertThat(machine.login.sessions()).isEmpty();
    }

    /** The descriptor is gone with the brain that had the call; login programs name themselves. */
    @Test
    void aCallOfAnEarlierBrainIsAboutItsCaller() {
        List<Message> answers = new ArrayList<>();
        machine.login1.handleAgain(
                Message.call(
                                "",
                                DbusPath.of("/org/freedesktop/login1"),
                                ManagerInterface.NAME,
                                "CreateSessionWithPIDFD")
                        .withBody(
                                Signature.of("uhsssssussbssta(sv)"),
                                out -> {
                                    out.uint32(2001).handle(0).string("sshd").string("tty");
                                    out.string("user").string("").string("").uint32(0).string("");
                                    out.string("").bool(true).string("").string("127.0.0.1");
                                    out.uint64(0).openArray().closeArray();
                                }),
                Machine.ROOT,
                answers::add);
        machine.run();

        assertThat(answers.getFirst().errorName()).isEmpty();
        assertThat(machine.login.session("203").orElseThrow().leader())
                .isEqualTo(Machine.ROOT.pid());
    }

    @Test
    void sessionsAreListedWithLeaderClassAndIdleness() {
        machine.logIn(2001, 0, "");

        MessageReader out = machine.call(Machine.ALICE, "ListSessionsEx", "", _ -> {}).reader();

        out.openArray().openStruct();
        assertThat(out.string()).isEqualTo("203");
        assertThat(out.uint32()).isEqualTo(2001);
        assertThat(out.string()).isEqualTo("u0001");
        assertThat(out.string()).isEmpty();
        assertThat(out.uint32()).isEqualTo(Machine.ROOT.pid());
        assertThat(out.string()).isEqualTo("user");
        assertThat(out.string()).isEmpty();
        assertThat(out.bool()).isFalse();
        assertThat(out.uint64()).isZero();
        assertThat(out.objectPath()).hasToString(SESSION);
    }

    @Test
    void aSessionOfAPersonMayBeToldSoAgainAndNothingElse() {
        machine.logIn(2001, 0, "");

        assertThat(setClass("user").errorName()).isEmpty();
        assertThat(setClass("greeter").errorText()).isEqualTo("Class may only be set to 'user'");
        assertThat(setClass("x").errorText()).isEqualTo("Invalid session class 'x'");
    }

    private Message setClass(String word) {
        return machine.call(
                Machine.ALICE,
                SESSION,
                SessionInterface.NAME,
                "SetClass",
                "s",
                out -> out.string(word));
    }

    @Test
    void nobodySleeps() {
        assertThat(machine.call(Machine.ALICE, "CanSleep", "", _ -> {}).reader().string())
                .isEqualTo("na");
        assertThat(sleep(0).errorText()).isEqualTo(PowerRows.NO_POWER);
        assertThat(sleep(77).errorText()).isEqualTo("Invalid flags parameter");
    }

    private Message sleep(long flags) {
        return machine.call(Machine.ALICE, "Sleep", "t", out -> out.uint64(flags));
    }
}
