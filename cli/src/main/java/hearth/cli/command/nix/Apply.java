package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.text.Screen;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Wish;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.generation.Generation;
import hearth.nix.render.Rendered;
import hearth.nix.render.Rendering;
import hearth.nix.render.SwitchStyle;
import hearth.nix.render.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code hearth nix diff|apply FILE...}: what would change, or changes.
 *
 * @param options what was typed
 * @param ground where
 */
public record Apply(NixOptions options, Ground ground) implements Action {
    @Override
    public String purpose() {
        return options.isDryRun() ? "compare the declarations" : "apply the declarations";
    }

    @Override
    public int perform(Context context) throws CommandFailure {
        Preparation prepared = Preparation.of(context, ground, options);
        if (context.screen().isJson() && prepared.rendered().isEmpty()) {
            OwnerRun.finish(context, prepared.diagnostics(), List.of());
            return ExitStatus.FAILURE;
        }
        Rendered rendered = prepared.orFail(context);
        List<OwnerRun.Result> results =
                switch (prepared.target()) {
                    case Target.Everybody everybody -> forEverybody(context, rendered);
                    case Target.OneUser user ->
                            List.of(forOne(context, rendered, Preparation.user(context, options)));
                };
        return OwnerRun.finish(context, prepared.diagnostics(), results);
    }

    private OwnerRun.Result forOne(Context context, Rendered rendered, Account user)
            throws CommandFailure {
        Rendering rendering =
                rendered.homes()
                        .getOrDefault(
                                user.name(), new Rendering(new TreeMap<>(), SwitchStyle.NONE));
        if (user.uid() != context.caller().uid()) {
            return delegated(context, delegate(context, user, rendering, rendered.lingers()));
        }
        Wish wish = wish(rendering, rendered.lingers(), new TreeSet<>());
        Owner owner = Owners.ofCaller(context, ground, options.nameOfFiles());
        var run = new OwnerRun(context, owner, user.name(), wish, false);
        return options.isDryRun() ? run.show() : run.fulfil();
    }

    private OwnerRun.Result delegated(Context context, Delegate delegate) throws CommandFailure {
        return options.isDryRun()
                ? delegate.show(context, ground)
                : delegate.fulfil(context, ground);
    }

    /** Whoever's files are in the way is found before anybody's are changed. */
    private List<OwnerRun.Result> forEverybody(Context context, Rendered rendered)
            throws CommandFailure {
        Owner owner = Owners.ofSystem(context, ground, options.nameOfFiles());
        SortedSet<String> homes = new TreeSet<>(rendered.homes().keySet());
        Wish wish =
                wish(
                        rendered.system()
                                .orElseGet(() -> new Rendering(new TreeMap<>(), SwitchStyle.NIXOS)),
                        rendered.lingers(),
                        homes);
        var system = new OwnerRun(context, owner, "system", wish, false);
        List<Delegate> delegates = delegates(context, rendered, owner);
        List<OwnerRun.Result> results = new ArrayList<>();
        if (options.isDryRun()) {
            Delegate.head(context, delegates);
            results.add(system.show());
            for (Delegate delegate : delegates) {
                results.add(delegate.show(context, ground));
            }
            return results;
        }
        Context silent = silent(context);
        for (Delegate delegate : delegates) {
            if (delegate.show(silent, ground).status() == ExitStatus.FAILURE) {
                // Said aloud this time.
                results.add(delegate.show(context, ground));
                return results;
            }
        }
        Delegate.head(context, delegates);
        results.add(system.fulfil());
        if (results.getFirst().status() == ExitStatus.OK) {
            for (Delegate delegate : delegates) {
                results.add(delegate.fulfil(context, ground));
            }
        }
        return results;
    }

    private static Context silent(Context context) {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return new Context(
                new Screen(nowhere, nowhere, false, true),
                context.clock(),
                context.zones(),
                context.managers(),
                context.user());
    }

    /** Users whose homes are no longer declared are left with nothing of it. */
    private List<Delegate> delegates(Context context, Rendered rendered, Owner owner)
            throws CommandFailure {
        SortedSet<String> users = new TreeSet<>(rendered.homes().keySet());
        if (options.choices().prunes()) {
            users.addAll(homesBefore(owner));
        }
        List<Delegate> delegates = new ArrayList<>();
        for (String user : users) {
            Rendering rendering =
                    rendered.homes()
                            .getOrDefault(
                                    user, new Rendering(new TreeMap<>(), SwitchStyle.HOME_MANAGER));
            delegates.add(delegate(context, Accounts.find(user), rendering, List.of()));
        }
        return delegates;
    }

    private static SortedSet<String> homesBefore(Owner owner) throws CommandFailure {
        try {
            return owner.store().current().map(Generation::homes).orElseGet(TreeSet::new);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "cannot tell what was applied before: " + e.getMessage());
        }
    }

    private Delegate delegate(
            Context context, Account user, Rendering rendering, List<LingerDeclaration> lingers) {
        return new Delegate(
                user,
                new Generation(
                        0,
                        context.clock().instant(),
                        sources(),
                        rendering.style(),
                        rendering.files(),
                        lingers,
                        new TreeSet<>()),
                options);
    }

    private Wish wish(
            Rendering rendering, List<LingerDeclaration> lingers, SortedSet<String> homes) {
        return new Wish(
                rendering,
                lingers,
                homes,
                sources(),
                Optional.empty(),
                options.choices(),
                options.isSwitching());
    }

    private List<String> sources() {
        return options.absoluteFiles().stream().map(Path::toString).toList();
    }
}
