package hearth.cli.systemd.systemctl;

import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.text.ClientFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code systemctl show-environment}, {@code set-environment} and their like. */
final class EnvironmentVerbs {
    /** What a shell would take apart or put something in place of. */
    private static final String QUOTED = " \"\\`$*?['()<>|&;!";

    private EnvironmentVerbs() {}

    static int show(Invocation asked) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = asked.connect()) {
            for (String variable : manager.properties().texts("Environment")) {
                int equals = variable.indexOf('=');
                asked.screen()
                        .text(
                                variable.substring(0, equals + 1)
                                        + quoted(variable.substring(equals + 1))
                                        + "\n");
            }
        } catch (CallRefused refusal) {
            throw ClientFailures.failure("get environment", refusal);
        }
        return ExitStatus.OK;
    }

    /** Returns a value as a shell reads it. */
    static String quoted(String value) {
        boolean isPlain =
                value.chars().noneMatch(c -> c < ' ' || c == 0x7f || QUOTED.indexOf(c) >= 0);
        if (isPlain) {
            return value;
        }
        var text = new StringBuilder("$'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                case '\'', '\\' -> text.append('\\').append(c);
                default -> text.append(c < ' ' || c == 0x7f ? "\\%03o".formatted((int) c) : "" + c);
            }
        }
        return text.append('\'').toString();
    }

    static int change(Invocation asked) throws CommandFailure, CallRefused, IOException {
        boolean isSetting = asked.verb().equals("set-environment");
        return send(asked, isSetting ? "SetEnvironment" : "UnsetEnvironment", asked.words(), "set");
    }

    static int take(Invocation asked) throws CommandFailure, CallRefused, IOException {
        Map<String, String> own = System.getenv();
        var variables = new ArrayList<String>();
        if (asked.words().isEmpty()) {
            asked.screen()
                    .note(
                            "Calling import-environment without a list of variable names is"
                                    + " deprecated.");
            own.forEach((name, value) -> variables.add(name + "=" + value));
        }
        for (String name : asked.words()) {
            String value = own.get(name);
            if (value == null) {
                asked.screen().note("Environment variable $" + name + " not set, ignoring.");
            } else {
                variables.add(name + "=" + value);
            }
        }
        return variables.isEmpty()
                ? ExitStatus.OK
                : send(asked, "SetEnvironment", variables, "import");
    }

    private static int send(Invocation asked, String member, List<String> words, String purpose)
            throws CommandFailure, IOException {
        try (UserManager manager = asked.connect()) {
            manager.object()
                    .call(UserManager.MANAGER, member, "as", body -> body.strings(words))
                    .close();
        } catch (CallRefused refusal) {
            throw ClientFailures.failure(purpose + " environment", refusal);
        }
        return ExitStatus.OK;
    }
}
