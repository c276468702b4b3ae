package hearth.cli.command.nix;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.nix.report.ApplyJson;
import hearth.cli.command.nix.report.ApplyReport;
import hearth.cli.command.nix.report.DiagnosticText;
import hearth.cli.command.nix.report.FilesFirst;
import hearth.cli.text.Screen;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Prospect;
import hearth.nix.apply.Wish;
import hearth.nix.generation.StateLock;
import hearth.unit.Diagnostic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * A wish for one owner's files, shown or fulfilled.
 *
 * @param context who asks, and where answers go
 * @param owner whose files
 * @param title the owner's name, for programs: a user's, or {@code system}
 * @param wish what they shall be
 * @param isRemoval whether nothing is to be left, not even what is kept
 */
record OwnerRun(Context context, Owner owner, String title, Wish wish, boolean isRemoval) {
    /** There is something to do, and it was not to be done. */
    static final int CHANGES = 2;

    /**
     * What came of it.
     *
     * @param status one of {@link ExitStatus}, or {@link #CHANGES}
     * @param json the answer for programs; empty for people, who have been told
     */
    record Result(int status, String json) {}

    /**
     * Shows what would be done.
     *
     * @throws CommandFailure where that cannot be found out
     */
    Result show() throws CommandFailure {
        Prospect prospect = plan();
        if (context.screen().isJson()) {
            return new Result(status(prospect), json(prospect, new ApplyJson(owner, title), false));
        }
        var report = new ApplyReport(context.screen(), owner);
        sayDiagnostics(prospect);
        report.showProblems(prospect);
        report.showProspect(prospect);
        return new Result(status(prospect), "");
    }

    private static int status(Prospect prospect) {
        if (isImpossible(prospect)) {
            return ExitStatus.FAILURE;
        }
        return prospect.isEmpty() ? ExitStatus.OK : CHANGES;
    }

    private static boolean isImpossible(Prospect prospect) {
        return !prospect.files().refusals().isEmpty() || !prospect.linger().diagnostics().isEmpty();
    }

    private Prospect plan() throws CommandFailure {
        try {
            return owner.plan(wish);
        } catch (IOException e) {
            throw failure("cannot tell what is there: ", e);
        }
    }

    /**
     * Does it, under the owner's lock.
     *
     * @throws CommandFailure where nothing was done
     */
    Result fulfil() throws CommandFailure {
        try (StateLock lock = owner.lock(holder())) {
            Prospect prospect = plan();
            if (isImpossible(prospect)) {
                return refuse(prospect);
            }
            return context.screen().isJson()
                    ? fulfilForProgram(prospect, lock)
                    : fulfilForPerson(prospect, lock);
        } catch (IOException e) {
            throw failure("nothing was changed: ", e);
        }
    }

    private Result fulfilForPerson(Prospect prospect, StateLock lock) throws IOException {
        Screen screen = context.screen();
        var report = new ApplyReport(screen, owner);
        report.showProblems(prospect);
        boolean isComplete = carryOut(prospect, lock, report);
        if (prospect.isEmpty()) {
            screen.line("no changes");
        }
        return new Result(isComplete ? ExitStatus.OK : ExitStatus.FAILURE, "");
    }

    private boolean carryOut(Prospect prospect, StateLock lock, ApplyReport report)
            throws IOException {
        var files = new FilesFirst(report, prospect);
        boolean isComplete =
                isRemoval
                        ? owner.remove(prospect, lock, files)
                        : owner.apply(wish, prospect, lock, files);
        files.show();
        return isComplete;
    }

    private Result fulfilForProgram(Prospect prospect, StateLock lock) throws IOException {
        var progress = new ApplyJson(owner, title);
        boolean isComplete =
                isRemoval
                        ? owner.remove(prospect, lock, progress)
                        : owner.apply(wish, prospect, lock, progress);
        return new Result(
                isComplete ? ExitStatus.OK : ExitStatus.FAILURE, json(prospect, progress, true));
    }

    private Result refuse(Prospect prospect) {
        if (context.screen().isJson()) {
            return new Result(
                    ExitStatus.FAILURE, json(prospect, new ApplyJson(owner, title), false));
        }
        sayDiagnostics(prospect);
        new ApplyReport(context.screen(), owner).showProblems(prospect);
        context.screen().note("hearth: nothing was changed");
        return new Result(ExitStatus.FAILURE, "");
    }

    private void sayDiagnostics(Prospect prospect) {
        for (Diagnostic diagnostic : prospect.linger().diagnostics()) {
            context.screen().note(diagnostic.toString());
        }
    }

    private static String json(Prospect prospect, ApplyJson progress, boolean isDone) {
        var text = new StringWriter();
        Screen screen = new Screen(new PrintWriter(text), new PrintWriter(text), false, true);
        screen.json((JsonGenerator json) -> progress.write(json, prospect, isDone));
        screen.out().flush();
        return text.toString().strip();
    }

    private String holder() {
        return "pid "
                + ProcessHandle.current().pid()
                + " of "
                + context.caller().name()
                + ", since "
                + context.clock().instant();
    }

    private CommandFailure failure(String what, IOException e) {
        return new CommandFailure(ExitStatus.FAILURE, what + e.getMessage());
    }

    /** Writes the answers of several owners, and returns the status of all of them. */
    static int finish(Context context, List<Diagnostic> diagnostics, List<Result> results) {
        if (context.screen().isJson()) {
            context.screen()
                    .json(json -> {
                        json.writeStartObject();
                        json.writeName("diagnostics");
                        DiagnosticText.write(json, diagnostics);
                        json.writeArrayPropertyStart("owners");
                        results.stream()
                                .map(Result::json)
                                .filter(text -> !text.isEmpty())
                                .forEach(json::writeRawValue);
                        json.writeEndArray();
                        json.writeEndObject();
                    });
        }
        boolean isFailed =
                results.stream()
                        .anyMatch(result ->
                                result.status() != ExitStatus.OK && result.status() != CHANGES);
        boolean isChange = results.stream().anyMatch(result -> result.status() == CHANGES);
        return isFailed ? ExitStatus.FAILURE : isChange ? CHANGES : ExitStatus.OK;
    }
}
