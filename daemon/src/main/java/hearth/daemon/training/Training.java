package hearth.daemon.training;

import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.linux.ErrnoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The life that the brain rehearses while the image is built: somebody comes by ssh, a manager
 * comes up, clients ask it and login what they ask, and everything is stopped. All of it is the
 * brain's own code, on its own thread; keeper, hand, bus and clients are played. What was loaded
 * and linked on the way goes into the image's AOT cache.
 *
 * <p>Nothing is started, and nothing is written but below the brain's own directories.
 */
public final class Training {
    /** Where the system bus is played: unique, and gone with this process. */
    public static final String BUS = "@hearthd-rehearsal-" + ProcessHandle.current().pid() + "-bus";

    /** A rehearsal takes a second; one that takes this long hangs. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final String SSHD = ":1.22";
    private static final String ADMINISTRATOR = ":1.23";
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final String LOGIN = "org.freedesktop.login1";
    private static final DbusPath LOGIN_PATH = DbusPath.of("/org/freedesktop/login1");
    private static final String SYSTEMD = "org.freedesktop.systemd1";
    private static final DbusPath SYSTEMD_PATH = DbusPath.of("/org/freedesktop/systemd1");

    private final Stage stage;
    private final PlayedKeeper keeper;
    private final Bus bus;

    /** Whoever builds the image: the manager's socket is for its user only. */
    private final long uid;

    private boolean isOver;

    /** Puts everybody in their places. */
    public Training(Stage stage) throws ErrnoException {
        this.stage = stage;
        keeper = new PlayedKeeper(stage);
        bus = new Bus(stage);
        var self = stage.linux().sockets().peerCredentials(keeper.brainsEnd());
        uid = Integer.toUnsignedLong(self.uid());
        stage.reactor().after(DEADLINE, stage.reactor()::stop);
        keeper.greet();
    }

    /** Makes generators that are played: that they run is part of a life. */
    public static void makeGenerators(Path root) throws IOException {
        for (String kind : List.of("user-generators", "user-environment-generators")) {
            Path directory = Files.createDirectories(root.resolve("usr/lib/systemd").resolve(kind));
            Path generator = Files.writeString(directory.resolve("50-rehearsal"), "#!/bin/sh\n");
            Files.setPosixFilePermissions(generator, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Returns the socket of the keeper that the brain is to talk to. */
    public int keeper() {
        return keeper.brainsEnd();
    }

    /**
     * Looks back, when the reactor has stopped.
     *
     * @throws IllegalStateException where it did not come to its end: the image would start slowly
     */
    public void requireOver() {
        if (!isOver) {
            throw new IllegalStateException("the rehearsal did not come to its end");
        }
    }

    /** The bus, which sets everything going when hearthd has its names. */
    private final class Bus extends PlayedBus {
        private int names;

        Bus(Stage stage) throws ErrnoException {
            super(stage, BUS);
        }

        @Override
        protected void asked(Message call) {
            boolean isName = call.member().filter("RequestName"::equals).isPresent();
            super.asked(call);
            if (isName && ++names == 2) {
                logIn();
            }
        }
    }

    private void logIn() {
        login(
                SSHD,
                "CreateSession",
                "uusssssussbssa(sv)",
                out -> {
                    out.uint32(uid).uint32(ProcessHandle.current().pid());
                    out.string("sshd").string("tty").string("user").string("").string("");
                    out.uint32(0).string("").string("").bool(true).string("").string("127.0.0.1");
                    out.openArray().closeArray();
                },
                () -> PlayedClient.connect(stage, PlayedKeeper.PRIVATE_SOCKET, this::lookAround));
    }

    /** Asks what loginctl and systemctl ask of a machine. */
    private void lookAround() {
        login(ADMINISTRATOR, "ListSessions", "", _ -> {}, () -> {});
        login(ADMINISTRATOR, "ListUsers", "", _ -> {}, () -> {});
        login(ADMINISTRATOR, "GetUser", "u", out -> out.uint32(uid), () -> {});
        call(
                ADMINISTRATOR,
                Message.call(LOGIN, LOGIN_PATH, PROPERTIES, "GetAll")
                        .withBody(Signature.of("s"), out -> out.string(LOGIN + ".Manager")),
                () -> {});
        call(
                ADMINISTRATOR,
                Message.call(SYSTEMD, SYSTEMD_PATH, SYSTEMD + ".Manager", "ListUnits"),
                this::stay);
    }

    /** Lingers, and then no longer. */
    private void stay() {
        linger(true, () -> linger(false, this::leave));
    }

    private void linger(boolean isWanted, Runnable then) {
        login(
                ADMINISTRATOR,
                "SetUserLinger",
                "ubb",
                out -> out.uint32(uid).bool(isWanted).bool(true),
                then);
    }

    private void leave() {
        try {
            stage.linux().memory().giveBack();
        } catch (ErrnoException e) {
            throw new IllegalStateException(e);
        }
        isOver = true;
        keeper.shutDown();
    }

    private void login(
            String caller,
            String member,
            String types,
            Consumer<MessageWriter> arguments,
            Runnable then) {
        Message call = Message.call(LOGIN, LOGIN_PATH, LOGIN + ".Manager", member);
        call(caller, types.isEmpty() ? call : call.withBody(Signature.of(types), arguments), then);
    }

    private void call(String caller, Message call, Runnable then) {
        bus.call(
                call,
                caller,
                answer -> {
                    String error = answer.errorText();
                    boolean isError = answer.type() == MessageType.ERROR;
                    answer.close();
                    if (isError) {
                        throw new IllegalStateException(error);
                    }
                    then.run();
                });
    }
}
