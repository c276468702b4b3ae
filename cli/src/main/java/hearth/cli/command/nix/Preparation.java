package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.nix.report.DiagnosticText;
import hearth.cli.command.nix.user.Passwd;
import hearth.nix.DeclarationReader;
import hearth.nix.check.DeclarationChecks;
import hearth.nix.check.UnitChecks;
import hearth.nix.declaration.Declarations;
import hearth.nix.declaration.IgnoredOption;
import hearth.nix.generation.Layout;
import hearth.nix.reader.FileTrust;
import hearth.nix.render.Directory;
import hearth.nix.render.Host;
import hearth.nix.render.Rendered;
import hearth.nix.render.Renderer;
import hearth.nix.render.Target;
import hearth.unit.Diagnostic;
import hearth.unit.Diagnostic.Severity;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Declarations read, checked and rendered.
 *
 * @param target for whom
 * @param declared what they declare
 * @param rendered what that comes to; nothing where something is wrong
 * @param diagnostics all there is to say, each once
 * @param sources the texts of the files, by name
 */
record Preparation(
        Target target,
        Declarations declared,
        Optional<Rendered> rendered,
        List<Diagnostic> diagnostics,
        Map<String, String> sources) {
    Preparation {
        diagnostics = List.copyOf(diagnostics);
        sources = Map.copyOf(sources);
    }

    /**
     * Reads, checks and renders.
     *
     * @throws CommandFailure where the caller may not do that at all
     */
    static Preparation of(Context context, Ground ground, NixOptions options)
            throws CommandFailure {
        Target target = target(context, options);
        Optional<DeclarationReader.User> user = user(context, ground, target);
        if (context.caller().isRoot()) {
            refuseForeignFiles(ground.trust(), options);
        }
        DeclarationReader.Outcome outcome =
                ground.reader()
                        .read(
                                new DeclarationReader.Request(
                                        options.absoluteFiles(),
                                        user,
                                        options.isStrict(),
                                        options.packageMap(),
                                        options.readable(),
                                        context.caller().isRoot()));
        Set<Diagnostic> said = new LinkedHashSet<>(outcome.diagnostics());
        Declarations declared = outcome.declarations();
        Set<String> hostUnits = HostUnits.names(ground);
        if (!outcome.hasErrors()) {
            said.addAll(DeclarationChecks.check(declared, hostUnits));
        }
        Optional<Rendered> rendered = Optional.empty();
        if (!hasErrors(said)) {
            var host = new Host(ground.shell(), hostUnits);
            var homes = homes(declared, user);
            Rendered all =
                    new Renderer(host, owner -> scripts(ground, options, owner, homes))
                            .render(declared, target);
            said.addAll(all.diagnostics());
            Stream.concat(all.system().stream(), all.homes().values().stream())
                    .forEach(part -> said.addAll(UnitChecks.check(declared, part)));
            rendered = hasErrors(said) ? Optional.empty() : Optional.of(all);
        }
        return new Preparation(
                target, declared, rendered, new ArrayList<>(said), outcome.sources());
    }

    private static boolean hasErrors(Set<Diagnostic> said) {
        return said.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }

    /** Root's declarations are everybody's, another's are that one's. */
    static Target target(Context context, NixOptions options) throws CommandFailure {
        Account user = user(context, options);
        if (user.uid() != context.caller().uid() && !context.caller().isRoot()) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "only root and " + user.name() + " may apply something for " + user.name());
        }
        return user.isRoot() && options.user().isEmpty()
                ? new Target.Everybody()
                : new Target.OneUser(user.name());
    }

    /** Returns the user of {@code --for}, else of {@code -u}, else the caller. */
    static Account user(Context context, NixOptions options) throws CommandFailure {
        return options.user().isPresent() ? Accounts.find(options.user().get()) : context.user();
    }

    private static Optional<DeclarationReader.User> user(
            Context context, Ground ground, Target target) throws CommandFailure {
        return switch (target) {
            case Target.Everybody everybody -> Optional.empty();
            case Target.OneUser(String name) ->
                    Optional.of(
                            new DeclarationReader.User(
                                    name,
                                    name.equals(context.caller().name())
                                            ? ground.home()
                                            : Passwd.of(Accounts.find(name)).home()));
        };
    }

    private static void refuseForeignFiles(FileTrust trust, NixOptions options)
            throws CommandFailure {
        for (Path file : options.absoluteFiles()) {
            try {
                Optional<String> objection = trust.objection(file);
                if (objection.isPresent()) {
                    throw new CommandFailure(
                            ExitStatus.FAILURE,
                            file + " " + objection.get(),
                            "root applies only what nobody else can change");
                }
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitStatus.FAILURE, "cannot read " + file + ": " + reason(e));
            }
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such file"
                : String.valueOf(e.getMessage());
    }

    /** Returns the homes of all users whose files will be written. */
    private static Map<String, Path> homes(
            Declarations declared, Optional<DeclarationReader.User> user) throws CommandFailure {
        Map<String, Path> homes = new HashMap<>();
        if (user.isPresent()) {
            homes.put(user.get().name(), user.get().home());
        } else {
            Set<String> names = new LinkedHashSet<>(declared.homes().keySet());
            names.addAll(declared.tmpfiles().rulesOfUsers().keySet());
            for (String name : names) {
                homes.put(name, Passwd.of(Accounts.find(name)).home());
            }
        }
        return homes;
    }

    private static String scripts(
            Ground ground, NixOptions options, Target owner, Map<String, Path> homes) {
        Layout layout =
                switch (owner) {
                    case Target.Everybody everybody ->
                            Layout.ofSystem(ground.root(), options.nameOfFiles());
                    case Target.OneUser(String name) -> {
                        Path home = homes.getOrDefault(name, ground.home());
                        Path state =
                                home.equals(ground.home())
                                        ? ground.stateHome()
                                        : home.resolve(".local/state");
                        yield Layout.ofUser(home.resolve(".config"), state, options.nameOfFiles());
                    }
                };
        return layout.path(Directory.SCRIPTS).map(Path::toString).orElseThrow();
    }

    /**
     * Says what there is to say, and returns what the declarations come to.
     *
     * @throws CommandFailure where something is wrong
     */
    Rendered orFail(Context context) throws CommandFailure {
        if (!context.screen().isJson()) {
            say(context);
        }
        return rendered.orElseThrow(
                () -> new CommandFailure(ExitStatus.FAILURE, "nothing was changed: " + errors()));
    }

    /** Says what there is to say, beside the answer. */
    void say(Context context) {
        new DiagnosticText(sources).write(context.screen(), diagnostics);
        if (!declared.ignored().isEmpty()) {
            StringBuilder line = new StringBuilder("ignored: ");
            String separator = "";
            for (IgnoredOption option : declared.ignored()) {
                line.append(separator)
                        .append(option.option())
                        .append(" (")
                        .append(option.position())
                        .append(')');
                separator = ", ";
            }
            context.screen().note(line.toString());
        }
    }

    private String errors() {
        long errors =
                diagnostics.stream()
                        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                        .count();
        return errors == 1 ? "one error" : errors + " errors";
    }
}
