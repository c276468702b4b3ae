package hearth.cli.command.doctor;

import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth doctor}: looks at all that lies between a user and the user's services, and says
 * what is wrong and what helps.
 *
 * @param shell where it was typed; of no account where it is about another user
 */
public record Doctor(Shell shell) implements Action {
    /** Width of the longest verdict's word, and two spaces. */
    private static final int MARGIN = 8;

    @Override
    public String purpose() {
        return "look for what is wrong";
    }

    @Override
    public int perform(Context context) throws IOException {
        List<Finding> findings = examine(context);
        if (context.screen().isJson()) {
            context.screen().json(json -> write(json, findings));
        } else {
            findings.forEach(finding -> show(finding, context.screen()));
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.WRONG)
                ? ExitStatus.FAILURE
                : ExitStatus.OK;
    }

    private List<Finding> examine(Context context) throws IOException {
        Account user = context.user();
        Path runtimeDirectory = context.managers().runtimeDirectory(user);
        var findings =
                new ArrayList<>(new UserChecks(user, context.managers(), runtimeDirectory).all());
        if (user.uid() == context.caller().uid()) {
            findings.addAll(new ShellChecks(user, shell, runtimeDirectory).all());
        }
        return findings;
    }

    private static void show(Finding finding, Screen screen) {
        String word = finding.verdict().word();
        screen.line(
                Line.of(finding.verdict().style(), word)
                        .then(" ".repeat(MARGIN - word.length()))
                        .then(finding.text()));
        if (!finding.cure().isEmpty()) {
            screen.line(Line.of(Style.FAINT, " ".repeat(MARGIN) + finding.cure()));
        }
    }

    private static void write(JsonGenerator json, List<Finding> findings) {
        JsonArray.objects(
                json,
                findings,
                finding -> {
                    json.writeStringProperty("check", finding.check());
                    json.writeStringProperty("verdict", finding.verdict().word());
                    json.writeStringProperty("text", finding.text());
                    json.writeStringProperty("cure", finding.cure());
                });
    }
}
