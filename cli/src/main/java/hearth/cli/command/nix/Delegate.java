package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.nix.user.AsUser;
import hearth.nix.generation.Generation;
import hearth.nix.generation.StateJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One user's part of what root applies: done by that user, who is told everything and has to ask
 * nothing of root.
 *
 * @param user whose
 * @param generation the files, and whether the user lingers
 * @param options as root typed them
 */
record Delegate(Account user, Generation generation, NixOptions options) {

    /** Shows what would be done. */
    OwnerRun.Result show(Context context, Ground ground) throws CommandFailure {
        return run(context, ground, true);
    }

    /** Does it. */
    OwnerRun.Result fulfil(Context context, Ground ground) throws CommandFailure {
        return run(context, ground, false);
    }

    private OwnerRun.Result run(Context context, Ground ground, boolean isDryRun)
            throws CommandFailure {
        List<String> arguments = new ArrayList<>(List.of("nix", Place.WORD));
        arguments.addAll(List.of("--name", options.nameOfFiles().text()));
        add(arguments, isDryRun, "--dry-run");
        add(arguments, !options.isSwitching(), "--no-start");
        add(arguments, !options.choices().prunes(), "--no-prune");
        add(arguments, options.choices().adopts(), "--adopt");
        add(arguments, context.screen().isJson(), "--json");
        return pass(context, ground, user, arguments, StateJson.write(generation));
    }

    private static void add(List<String> arguments, boolean isWanted, String option) {
        if (isWanted) {
            arguments.add(option);
        }
    }

    /** Says that what comes is about everybody, where some users' parts follow. */
    static void head(Context context, Collection<?> delegates) {
        if (!context.screen().isJson() && !delegates.isEmpty()) {
            context.screen().line("for everybody:");
        }
    }

    /** Runs this program as a user, and passes on what it says. */
    static OwnerRun.Result pass(
            Context context, Ground ground, Account user, List<String> arguments, String input)
            throws CommandFailure {
        AsUser.Result result = ground.asUser().run(user, arguments, input);
        context.screen().notes(result.messages());
        if (context.screen().isJson()) {
            return new OwnerRun.Result(result.status(), result.output().strip());
        }
        if (!result.output().isEmpty()) {
            context.screen().line("for " + user.name() + ":");
            context.screen().text(result.output());
        }
        return new OwnerRun.Result(result.status(), "");
    }
}
