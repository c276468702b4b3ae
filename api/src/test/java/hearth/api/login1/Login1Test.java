package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority.Decision;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.login.host.CallId;
import hearth.login.host.CreatedSession;
import hearth.login.host.LoginEffect;
import hearth.login.host.ScopeProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What login1's clients get to hear, in the words that they print. */
final class Login1Test {
    private static final String SESSION = "/org/freedesktop/login1/session/";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private final Machine machine = new Machine();

    private static void none(MessageWriter out) {}

    private static String error(Message answer) {
        return answer.errorName().orElse("") + ": " + answer.errorText();
    }

    @Test
    void createSessionAnswersAsPamSystemdExpects() {
        Message answer = machine.logIn(2001, 0, "");
        assertThat(answer.signature()).hasToString("soshusub");
        MessageReader out = answer.reader();
        assertThat(out.string()).isEqualTo("203");
        assertThat(out.objectPath()).hasToString(SESSION + "_3203");
        assertThat(out.string()).isEqualTo("/run/user/2001");
        assertThat(answer.descriptors().get(out.handle())).isEqualTo(7);
        assertThat(out.uint32()).isEqualTo(2001);
        assertThat(out.string()).isEmpty();
        assertThat(out.uint32()).isZero();
        assertThat(out.bool()).isFalse();
    }

    @Test
    void pidZeroIsTheCaller() {
        machine.logIn(2001, 0, "");
        assertThat(machine.login.session("203").orElseThrow().leader()).isEqualTo(90);
    }

    @Test
    void propertiesOfThePamStackGoToTheScope() {
        machine.logIn(2001, 0, "TasksMax");
        assertThat(machine.effects)
                .filteredOn(LoginEffect.StartScope.class::isInstance)
                .map(LoginEffect.StartScope.class::cast)
                .flatMap(start -> start.scope().properties())
                .containsExactly(new ScopeProperty("TasksMax", 512));
    }

    @Test
    void otherPropertiesAreRefused() {
        assertThat(error(machine.logIn(2001, 0, "Delegate")))
                .isEqualTo(
                        "org.freedesktop.DBus.Error.PropertyReadOnly: "
                                + "Cannot set property Delegate, or unknown property.");
    }

    @Test
    void aLeaderThatIsGoneIsSaid() {
        assertThat(error(machine.logIn(2001, 4711, "")))
                .isEqualTo("System.Error.ESRCH: No such process");
    }

    @Test
    void aLeaderInASessionIsBusy() {
        machine.logIn(2001, 0, "");
        assertThat(error(machine.logIn(2001, 105, "")))
                .isEqualTo(
                        "org.freedesktop.login1.SessionBusy: "
                                + "Already running in a session or user slice");
    }

    @Test
    void onlyRootCreatesSessions() {
        Message answer =
                machine.call(
                        Machine.ALICE,
                        "CreateSession",
                        "uusssssussbssa(sv)",
                        out -> {
                            out.uint32(2001).uint32(0);
                            for (int text = 0; text < 5; text++) {
                                out.string("");
                            }
                            out.uint32(0).string("").string("").bool(false);
                            out.string("").string("").openArray().closeArray();
                        });
        assertThat(answer.errorName()).contains("org.freedesktop.DBus.Error.AccessDenied");
        assertThat(machine.login.sessions()).isEmpty();
    }

    @Test
    void newSessionsAndUsersAreAnnounced() {
        machine.logIn(2001, 0, "");
        assertThat(machine.signals())
                .contains("/org/freedesktop/login1 UserNew", "/org/freedesktop/login1 SessionNew");
    }

    @Test
    void changesOfASessionAreAnnounced() {
        machine.logIn(2001, 0, "");
        machine.sent.clear();
        machine.call(Machine.ROOT, "ReleaseSession", "s", out -> out.string("203"));
        assertThat(machine.signals()).containsExactly(SESSION + "_3203 PropertiesChanged");
        MessageReader changes = machine.sent.getFirst().reader();
        assertThat(changes.string()).isEqualTo(SessionInterface.NAME);
        changes.openArray().openEntry();
        assertThat(changes.string()).isEqualTo("State");
        changes.openVariant();
        assertThat(changes.string()).isEqualTo("closing");
    }

    @Test
    void sessionsAreListed() {
        machine.logIn(2001, 0, "");
        MessageReader out =
                machine.call(Machine.ALICE, "ListSessions", "", Login1Test::none).reader();
        out.openArray().openStruct();
        assertThat(out.string()).isEqualTo("203");
        assertThat(out.uint32()).isEqualTo(2001);
        assertThat(out.string()).isEqualTo("u0001");
        assertThat(out.string()).isEmpty();
        assertThat(out.objectPath()).hasToString(SESSION + "_3203");
    }

    @Test
    void aUserWhoIsNotHereIsNamedAsLoginctlPrintsIt() {
        assertThat(error(machine.call(Machine.ROOT, "GetUser", "u", out -> out.uint32(2001))))
                .isEqualTo(
                        "org.freedesktop.login1.NoSuchUser: "
                                + "User ID 2001 is not logged in or lingering");
    }

    @Test
    void anUnknownSessionIsNamed() {
        assertThat(error(machine.call(Machine.ROOT, "GetSession", "s", out -> out.string("x"))))
                .isEqualTo("org.freedesktop.login1.NoSuchSession: No session 'x' known");
    }

    @Test
    void aProcessBelongsToTheSessionOfItsScope() {
        machine.logIn(2001, 0, "");
        MessageReader out =
                machine.call(Machine.ROOT, "GetSessionByPID", "u", it -> it.uint32(105)).reader();
        assertThat(out.objectPath()).hasToString(SESSION + "_3203");
    }

    /** As systemd, which reads a process id as a signed number. */
    @Test
    void aNumberThatIsNoProcessIsRefused() {
        for (String method : List.of("GetSessionByPID", "GetUserByPID")) {
            Message answer =
                    machine.call(Machine.ROOT, method, "u", out -> out.uint32(0xFFFF_FFFEL));
            assertThat(error(answer))
                    .isEqualTo("org.freedesktop.DBus.Error.InvalidArgs: Invalid argument");
        }
    }

    @Test
    void selfIsTheCallersOwnSession() {
        machine.logIn(2001, 0, "");
        assertThat(idBehind(Machine.ALICE, SESSION + "self")).isEqualTo("203");
    }

    @Test
    void autoIsTheSessionThatStandsForTheUser() {
        machine.logIn(2001, 0, "");
        machine.processes.put(
                106L,
                new Processes.Facts(
                        "/user.slice/user-2001.slice/user@2001.service/app.slice/a.service",
                        OptionalLong.empty()));
        Caller service = new Caller(":1.9", 2001, 106);
        assertThat(idBehind(service, SESSION + "auto")).isEqualTo("203");
        assertThat(
                        machine.call(
                                        service,
                                        SESSION + "self",
                                        PROPERTIES,
                                        "Get",
                                        "ss",
                                        out -> out.string(SessionInterface.NAME).string("Id"))
                                .errorName())
                .contains("org.freedesktop.DBus.Error.UnknownObject");
    }

    private String idBehind(Caller caller, String path) {
        MessageReader out =
                machine.call(
                                caller,
                                path,
                                PROPERTIES,
                                "Get",
                                "ss",
                                it -> it.string(SessionInterface.NAME).string("Id"))
                        .reader();
        out.openVariant();
        return out.string();
    }

    @Test
    void aUsersObjectIsFoundByItsNumber() {
        machine.logIn(2001, 0, "");
        for (String label : List.of("_2001", "self")) {
            Message answer =
                    machine.call(
                            Machine.ALICE,
                            "/org/freedesktop/login1/user/" + label,
                            PROPERTIES,
                            "Get",
                            "ss",
                            it -> it.string(UserInterface.NAME).string("State"));
            MessageReader out = answer.reader();
            out.openVariant();
            assertThat(out.string()).as(label).isEqualTo("active");
        }
    }

    @Test
    void allPropertiesCanBeRead() {
        machine.logIn(2001, 0, "");
        List<String> paths = List.of("", "/session/_3203", "/user/_2001", "/seat/seat0");
        List<Integer> counts = new ArrayList<>();
        for (String path : paths) {
            MessageReader out =
                    machine.call(
                                    Machine.ALICE,
                                    "/org/freedesktop/login1" + path,
                                    PROPERTIES,
                                    "GetAll",
                                    "s",
                                    it -> it.string(""))
                            .reader();
            int count = 0;
            for (out.openArray(); out.hasNext(); count++) {
                out.skip();
            }
            counts.add(count);
        }
        assertThat(counts).containsExactly(51, 27, 15, 8);
    }

    @Test
    void anybodyMayLinger() {
        Message answer = linger(Machine.ALICE, 2001, true);
        assertThat(answer.type()).isEqualTo(MessageType.METHOD_RETURN);
        assertThat(machine.login.user(2001).orElseThrow().isLingering()).isTrue();
    }

    @Test
    void lingeringOfOthersWantsAuthentication() {
        assertThat(error(linger(Machine.ALICE, 2002, true)))
                .isEqualTo(
                        "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired: "
                                + "Interactive authentication required.");
        assertThat(machine.login.users()).isEmpty();
    }

    @Test
    void withoutANumberTheCallersSessionSaysWhoLingers() {
        machine.logIn(2001, 0, "");
        linger(Machine.ALICE, 0xFFFF_FFFFL, true);
        assertThat(machine.login.user(2001).orElseThrow().isLingering()).isTrue();
    }

    @Test
    void withoutANumberAndASessionNobodyLingers() {
        assertThat(error(linger(Machine.BOB, 0xFFFF_FFFFL, true)))
                .isEqualTo("System.Error.ENXIO: No such device or address");
    }

    @Test
    void polkitIsAskedAndTheCallWaits() {
        machine.isPolkitHere = true;
        List<Message> answers = new ArrayList<>();
        machine.login1.handle(
                Message.call("", ObjectPaths.MANAGER, ManagerInterface.NAME, "SetUserLinger")
                        .withBody(
                                Signature.of("ubb"), out -> out.uint32(2002).bool(true).bool(true)),
                Machine.ALICE,
                answers::add);
        assertThat(machine.questions)
                .as("before it is known whether there is such a user")
                .isEmpty();
        machine.run();
        assertThat(answers).isEmpty();
        assertThat(machine.questions)
                .extracting(question -> question.action() + " " + question.mayInteract())
                .containsExactly("org.freedesktop.login1.set-user-linger true");
        machine.openQuestion.orElseThrow().accept(Decision.ALLOWED);
        machine.run();
        assertThat(answers).hasSize(1);
        assertThat(machine.login.user(2002).orElseThrow().isLingering()).isTrue();
    }

    private Message linger(Caller caller, long uid, boolean enable) {
        return machine.call(
                caller, "SetUserLinger", "ubb", out -> out.uint32(uid).bool(enable).bool(false));
    }

    @Test
    void ownersKillTheirOwnSessions() {
        machine.logIn(2001, 0, "");
        machine.call(
                Machine.ALICE,
                "KillSession",
                "ssi",
                out -> out.string("").string("leader").int32(15));
        assertThat(machine.effects)
                .contains(
                        new LoginEffect.KillProcess(
                                "session-203.scope",
                                machine.login.session("203").orElseThrow().leader(),
                                15));
        assertThat(machine.questions).isEmpty();
    }

    @Test
    void whoeverTerminatesASessionIsNamed() {
        machine.logIn(2001, 0, "");
        machine.call(Machine.ROOT, "TerminateSession", "s", out -> out.string("203"));

        assertThat(machine.effects)
                .filteredOn(LoginEffect.Explain.class::isInstance)
                .extracting(effect -> ((LoginEffect.Explain) effect).message())
                .containsExactly(
                        "Session 203 of u0001 has ended: it was terminated by client (process "
                                + Machine.ROOT.pid()
                                + " of user 0); what is left in it is killed");
    }

    private Message record(Caller caller, String unit) {
        return machine.call(
                caller,
                "/org/hearth/login1",
                "org.hearth.Login1",
                "GetRecord",
                "usu",
                out -> out.uint32(2001).string(unit).uint32(5));
    }

    @Test
    void aUsersRecordIsToldToTheUserAndRoot() {
        assertThat(record(Machine.ALICE, "a.service").reader().value().toString())
                .contains("a.service", "of 2001");
        assertThat(record(Machine.ROOT, "a.service").reader().value().toString())
                .contains("of 2001");
        assertThat(record(Machine.BOB, "a.service").errorName())
                .contains("org.freedesktop.DBus.Error.AccessDenied");
        assertThat(record(Machine.ROOT, "").errorName())
                .contains("org.freedesktop.DBus.Error.InvalidArgs");
    }

    @Test
    void othersDoNotKillThem() {
        machine.logIn(2001, 0, "");
        Message answer =
                machine.call(Machine.BOB, "TerminateSession", "s", out -> out.string("203"));
        assertThat(answer.errorName())
                .contains("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired");
        assertThat(machine.login.sessions()).hasSize(1);
    }

    @Test
    void aSignalThatIsNoneIsRefused() {
        machine.logIn(2001, 0, "");
        Message answer =
                machine.call(Machine.ROOT, "KillUser", "ui", out -> out.uint32(2001).int32(65));
        assertThat(error(answer))
                .isEqualTo("org.freedesktop.DBus.Error.InvalidArgs: Invalid signal 65");
    }

    @Test
    void lockingIsASignalOfTheSession() {
        machine.logIn(2001, 0, "");
        machine.call(Machine.ROOT, "LockSessions", "", Login1Test::none);
        assertThat(machine.signals()).contains(SESSION + "_3203 Lock");
    }

    @Test
    void powerIsNotAvailableAndSaysSo() {
        MessageReader out =
                machine.call(Machine.ROOT, "CanPowerOff", "", Login1Test::none).reader();
        assertThat(out.string()).isEqualTo("na");
        assertThat(machine.call(Machine.ROOT, "PowerOff", "b", it -> it.bool(false)).errorName())
                .contains("org.freedesktop.DBus.Error.NotSupported");
    }

    @Test
    void aLateAnswerForAForgottenCallClosesTheDescriptor() {
        machine.login1.replyCreateSession(
                new CallId(4711),
                new CreatedSession("1", 0, "/run/user/0", "", 0),
                DescriptorList.owning(machine.closedDescriptors::add, 9));
        assertThat(machine.closedDescriptors).containsExactly(9);
    }
}
