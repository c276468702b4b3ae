package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.nix.apply.Owner;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.GenerationStore;
import hearth.nix.generation.Layout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the caller has applied: root for everybody, another for oneself.
 *
 * @param context who asks
 * @param ground where
 * @param options what was typed
 */
record Applied(Context context, Ground ground, NixOptions options) {
    /** No directory depends on it but that of scripts. */
    private static final DeclarationName ANY = new DeclarationName("any");

    /** Returns the user whose files it is about, where that is another than the caller. */
    Optional<Account> somebodyElse() throws CommandFailure {
        Account user = Preparation.user(context, options);
        boolean isCaller = user.uid() == context.caller().uid();
        if (!isCaller && !context.caller().isRoot()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "only root and " + user.name() + " may look at " + user.name() + "'s files");
        }
        return isCaller ? Optional.empty() : Optional.of(user);
    }

    /** Does the same as that user, and passes on what is said. */
    int pass(Account user, List<String> words) throws CommandFailure {
        List<String> arguments = new ArrayList<>(List.of("nix"));
        arguments.addAll(words);
        options.name().ifPresent(name -> arguments.addAll(List.of("--name", name.text())));
        if (!options.isSwitching()) {
            arguments.add("--no-start");
        }
        if (options.choices().adopts()) {
            arguments.add("--adopt");
        }
        if (context.screen().isJson()) {
            arguments.add("--json");
        }
        OwnerRun.Result result = Delegate.pass(context, ground, user, arguments, "");
        if (context.screen().isJson()) {
            context.screen().line(result.json());
        }
        return result.status();
    }

    /** Returns whether root's files for everybody are meant. */
    boolean isSystem() {
        return context.caller().isRoot() && options.user().isEmpty();
    }

    /** Returns the owner's name, for programs. */
    String title() {
        return isSystem() ? "system" : context.caller().name();
    }

    /** Returns the names of all declarations that were applied. */
    List<DeclarationName> names() throws IOException {
        return GenerationStore.names(
                isSystem()
                        ? Layout.ofSystem(ground.root(), ANY)
                        : Owners.layoutOfCaller(ground, ANY));
    }

    /**
     * Returns the name that is meant: the one that was typed, else the only one.
     *
     * @throws CommandFailure where there is none, or more than one
     */
    DeclarationName name() throws CommandFailure, IOException {
        List<DeclarationName> names = names();
        if (options.name().isPresent()) {
            DeclarationName name = options.name().get();
            if (!names.contains(name)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "no declarations called " + name + " are applied");
            }
            return name;
        }
        return switch (names.size()) {
            case 0 -> throw new CommandFailure(ExitStatus.FAILURE, "no declarations are applied");
            case 1 -> names.getFirst();
            default ->
                    throw new CommandFailure(
                            ExitStatus.USAGE,
                            "several declarations are applied: "
                                    + names.stream()
                                            .map(DeclarationName::text)
                                            .collect(Collectors.joining(", ")),
                            "say which with --name");
        };
    }

    /** Returns the files of a name. */
    Owner owner(DeclarationName name) {
        return isSystem()
                ? Owners.ofSystem(context, ground, name)
                : Owners.ofCaller(context, ground, name);
    }
}
