package hearth.cli.systemd.login;

import hearth.cli.client.LoginManager;
import hearth.cli.client.RemoteObject;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.login.LoginInvocation.Kind;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.unit.value.Signals;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * {@code loginctl [OPTION...] VERB [ID...]}.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/loginctl.html">loginctl(1)</a>
 */
public record Loginctl(Arguments arguments) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                    "loginctl",
                    """
                    help,h version property,p= P,P= all,a value full,l no-pager no-legend kill-whom= kill-who=
                    signal,s= host,H= machine,M= no-ask-password lines,n= output,o=
                    """);

    /** Verbs that need no word. */
    private static final Set<String> ALONE =
            Set.of("list-sessions", "list-users", "list-seats", "lock-sessions", "unlock-sessions");

    /** Verbs that are about somebody or something named. */
    private static final Set<String> NAMED =
            Set.of(
                    "terminate-session",
                    "kill-session",
                    "terminate-user",
                    "kill-user",
                    "terminate-seat");

    /** In place of a user's number: whoever asks. */
    private static final long CALLER = 0xFFFF_FFFFL;

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static Loginctl of(List<String> typed) throws CommandFailure {
        Arguments arguments = GRAMMAR.read(typed);
        for (String refused : List.of("host", "machine")) {
            if (arguments.has(refused)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "loginctl: option '--" + refused + "' is not supported here");
            }
        }
        return new Loginctl(arguments);
    }

    private String verb() {
        return arguments.words().isEmpty() ? "list-sessions" : arguments.words().getFirst();
    }

    @Override
    public String purpose() {
        return verb();
    }

    @Override
    public boolean isLong() {
        boolean isRead =
                verb().startsWith("list-")
                        || verb().startsWith("show-")
                        || verb().endsWith("-status");
        return isRead && !arguments.has("no-pager");
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen()
                    .text(
                            "loginctl [OPTIONS...] COMMAND ...\n\n"
                                    + "What each does is in loginctl(1); what is left out, in"
                                    + " hearth-clients(1).\n");
            return ExitStatus.OK;
        }
        List<String> words =
                arguments.words().isEmpty()
                        ? List.of()
                        : arguments.words().subList(1, arguments.words().size());
        var asked = new LoginInvocation(verb(), words, arguments, context);
        if (ALONE.contains(verb()) && !words.isEmpty()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too many arguments.");
        }
        if (NAMED.contains(verb()) && words.isEmpty()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too few arguments.");
        }
        return switch (verb()) {
            case "list-sessions" -> LoginLists.sessions(asked);
            case "list-users" -> LoginLists.users(asked);
            case "list-seats" -> LoginLists.seats(asked);
            case "session-status", "user-status", "seat-status" -> LoginStatus.status(asked);
            case "show-session", "show-user", "show-seat" -> LoginStatus.show(asked);
            case "activate", "lock-session", "unlock-session" -> ofSession(asked);
            case "lock-sessions", "unlock-sessions" -> all(asked);
            case "terminate-session", "terminate-user", "terminate-seat" -> terminate(asked);
            case "kill-session", "kill-user" -> kill(asked);
            case "enable-linger" -> linger(asked, true);
            case "disable-linger" -> linger(asked, false);
            case "attach", "flush-devices" ->
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            "loginctl: "
                                    + verb()
                                    + " is not supported here: seats have no devices");
            default ->
                    throw new CommandFailure(
                            ExitStatus.FAILURE, "Unknown command verb " + verb() + ".");
        };
    }

    private static CommandFailure failed(String purpose, CallRefused refusal) {
        return new CommandFailure(ExitStatus.FAILURE, purpose + ": " + refusal.text());
    }

    /** The caller's own session is meant where none is named. */
    private static int ofSession(LoginInvocation asked) throws CommandFailure, IOException {
        String member =
                switch (asked.verb()) {
                    case "activate" -> "Activate";
                    case "lock-session" -> "Lock";
                    default -> "Unlock";
                };
        try (LoginManager login = asked.connect()) {
            RemoteObject manager = login.object();
            if (asked.words().isEmpty()) {
                manager.at(Kind.SESSION.own()).call(Kind.SESSION.interfaceName(), member).close();
            }
            for (String id : asked.words()) {
                manager.call(
                                LoginInvocation.MANAGER,
                                member + "Session",
                                "s",
                                body -> body.string(id))
                        .close();
            }
        } catch (CallRefused refusal) {
            throw failed("Failed to issue method call", refusal);
        }
        return ExitStatus.OK;
    }

    private static int all(LoginInvocation asked) throws CommandFailure, IOException {
        boolean isLock = asked.verb().equals("lock-sessions");
        try (LoginManager login = asked.connect()) {
            login.object()
                    .call(LoginInvocation.MANAGER, isLock ? "LockSessions" : "UnlockSessions")
                    .close();
        } catch (CallRefused refusal) {
            throw failed((isLock ? "Could not lock" : "Could not unlock") + " sessions", refusal);
        }
        return ExitStatus.OK;
    }

    private static int terminate(LoginInvocation asked) throws CommandFailure, IOException {
        try (LoginManager login = asked.connect()) {
            for (String word : asked.words()) {
                terminate(login.object(), Kind.of(asked.verb()), word);
            }
        }
        return ExitStatus.OK;
    }

    private static void terminate(RemoteObject manager, Kind kind, String name)
            throws CommandFailure, IOException {
        long uid = kind == Kind.USER ? LoginInvocation.uid(name) : 0;
        try {
            switch (kind) {
                case SESSION ->
                        manager.call(
                                        LoginInvocation.MANAGER,
                                        "TerminateSession",
                                        "s",
                                        body -> body.string(name))
                                .close();
                case USER ->
                        manager.call(
                                        LoginInvocation.MANAGER,
                                        "TerminateUser",
                                        "u",
                                        body -> body.uint32(uid))
                                .close();
                case SEAT ->
                        manager.call(
                                        LoginInvocation.MANAGER,
                                        "TerminateSeat",
                                        "s",
                                        body -> body.string(name))
                                .close();
            }
        } catch (CallRefused refusal) {
            throw failed(
                    switch (kind) {
                        case SESSION -> "Failed to issue method call";
                        case USER -> "Could not terminate user";
                        case SEAT -> "Could not terminate seat";
                    },
                    refusal);
        }
    }

    private static int kill(LoginInvocation asked) throws CommandFailure, IOException {
        String word = asked.arguments().value("signal").orElse("TERM");
        OptionalInt signal = Signals.parse(word);
        if (signal.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to parse signal string \"" + word + "\".");
        }
        String whom =
                asked.arguments()
                        .value("kill-whom")
                        .or(() -> asked.arguments().value("kill-who"))
                        .orElse("all");
        try (LoginManager login = asked.connect()) {
            for (String name : asked.words()) {
                if (asked.verb().equals("kill-user")) {
                    killUser(login.object(), name, signal.getAsInt());
                } else {
                    killSession(login.object(), name, whom, signal.getAsInt());
                }
            }
        }
        return ExitStatus.OK;
    }

    private static void killUser(RemoteObject manager, String name, int signal)
            throws CommandFailure, IOException {
        long uid = LoginInvocation.uid(name);
        try {
            manager.call(
                            LoginInvocation.MANAGER,
                            "KillUser",
                            "ui",
                            body -> {
                                body.uint32(uid);
                                body.int32(signal);
                            })
                    .close();
        } catch (CallRefused refusal) {
            throw failed("Could not kill user", refusal);
        }
    }

    private static void killSession(RemoteObject manager, String id, String whom, int signal)
            throws CommandFailure, IOException {
        try {
            manager.call(
                            LoginInvocation.MANAGER,
                            "KillSession",
                            "ssi",
                            body -> {
                                body.string(id);
                                body.string(whom);
                                body.int32(signal);
                            })
                    .close();
        } catch (CallRefused refusal) {
            throw failed("Could not kill session", refusal);
        }
    }

    private static int linger(LoginInvocation asked, boolean lingers)
            throws CommandFailure, IOException {
        try (LoginManager login = asked.connect()) {
            if (asked.words().isEmpty()) {
                login.setLinger(CALLER, lingers);
            }
            for (String user : asked.words()) {
                login.setLinger(LoginInvocation.uid(user), lingers);
            }
        } catch (CallRefused refusal) {
            throw failed("Could not enable linger", refusal);
        }
        return ExitStatus.OK;
    }
}
