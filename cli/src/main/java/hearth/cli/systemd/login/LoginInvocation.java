package hearth.cli.systemd.login;

import hearth.cli.client.LoginManager;
import hearth.cli.client.Properties;
import hearth.cli.client.RemoteObject;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.text.ClientFailures;
import hearth.cli.text.Screen;
import hearth.dbus.DbusPath;
import hearth.dbus.Message;
import java.io.IOException;
import java.util.List;

/** What somebody has asked loginctl for. */
record LoginInvocation(String verb, List<String> words, Arguments arguments, Context context) {
    private static final String NAME = "org.freedesktop.login1";
    static final String MANAGER = NAME + ".Manager";
    private static final String ROOT = "/org/freedesktop/login1/";

    LoginInvocation {
        words = List.copyOf(words);
    }

    Screen screen() {
        return context.screen();
    }

    boolean has(String option) {
        return arguments.has(option);
    }

    boolean isJson() {
        return arguments.value("output").map(form -> form.startsWith("json")).orElse(false);
    }

    LoginManager connect() throws CommandFailure {
        try {
            return context.managers().loginManager();
        } catch (CommandFailure failure) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "Failed to connect to bus: " + failure.getMessage(),
                    failure.advice().orElse(""));
        }
    }

    /** Returns the number of a user, who is named by it or by name. */
    static long uid(String user) throws CommandFailure {
        try {
            return Accounts.find(user).uid();
        } catch (CommandFailure unknown) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to look up user " + user + ": No such process");
        }
    }

    /** What has an object of its own. */
    enum Kind {
        SESSION("session", "auto"),
        USER("user", "self"),
        SEAT("seat", "auto");

        private final String word;
        private final String own;

        Kind(String word, String own) {
            this.word = word;
            this.own = own;
        }

        /** Returns the path of the caller's own. */
        DbusPath own() {
            return DbusPath.of(ROOT + word + "/" + own);
        }

        /** Returns the interface with its properties. */
        String interfaceName() {
            return NAME + "." + Character.toUpperCase(word.charAt(0)) + word.substring(1);
        }

        static Kind of(String verb) {
            for (Kind kind : values()) {
                if (verb.contains(kind.word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(verb);
        }
    }

    /** Returns the path of a session, user or seat. */
    static DbusPath path(RemoteObject manager, Kind kind, String name)
            throws CommandFailure, IOException {
        long uid = kind == Kind.USER ? uid(name) : 0;
        try (Message answer =
                switch (kind) {
                    case SESSION ->
                            manager.call(MANAGER, "GetSession", "s", body -> body.string(name));
                    case USER -> manager.call(MANAGER, "GetUser", "u", body -> body.uint32(uid));
                    case SEAT -> manager.call(MANAGER, "GetSeat", "s", body -> body.string(name));
                }) {
            return answer.reader().objectPath();
        } catch (CallRefused refusal) {
            throw ClientFailures.failure(
                    switch (kind) {
                        case SESSION -> "get session path";
                        case USER -> "get user";
                        case SEAT -> "get seat";
                    },
                    refusal);
        }
    }

    /** Returns what there is to know of it. */
    static Properties properties(RemoteObject manager, Kind kind, DbusPath path)
            throws CommandFailure, IOException {
        try {
            return manager.at(path).properties(kind.interfaceName());
        } catch (CallRefused refusal) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Could not get properties: " + refusal.text());
        }
    }
}
