package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Wish;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.Generation;
import hearth.nix.render.SwitchStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code hearth nix remove}: takes away all that was applied, and forgets it.
 *
 * @param options what was typed
 * @param ground where
 */
public record Remove(NixOptions options, Ground ground) implements Action {
    @Override
    public String purpose() {
        return "remove what was applied";
    }

    @Override
    public int perform(Context context) throws CommandFailure, IOException {
        var applied = new Applied(context, ground, options);
        Optional<Account> other = applied.somebodyElse();
        if (other.isPresent()) {
            return applied.pass(other.get(), List.of("remove"));
        }
        DeclarationName name = applied.name();
        Owner owner = applied.owner(name);
        Optional<Generation> current = owner.store().current();
        SwitchStyle style = current.map(Generation::style).orElse(SwitchStyle.NIXOS);
        Wish wish = Wish.nothing(style, options.choices(), options.isSwitching());
        var run = new OwnerRun(context, owner, applied.title(), wish, true);
        SortedSet<String> homes = current.map(Generation::homes).orElseGet(TreeSet::new);
        List<OwnerRun.Result> results = new ArrayList<>();
        Delegate.head(context, homes);
        results.add(options.isDryRun() ? run.show() : run.fulfil());
        if (results.getFirst().status() != ExitStatus.FAILURE) {
            for (String home : homes) {
                Delegate delegate = delegate(context, name, Accounts.find(home));
                results.add(
                        options.isDryRun()
                                ? delegate.show(context, ground)
                                : delegate.fulfil(context, ground));
            }
        }
        return OwnerRun.finish(context, List.of(), results);
    }

    private Delegate delegate(Context context, DeclarationName name, Account user) {
        var nothing =
                new Generation(
                        0,
                        context.clock().instant(),
                        List.of(),
                        SwitchStyle.HOME_MANAGER,
                        new TreeMap<>(),
                        List.of(),
                        new TreeSet<>());
        var named =
                new NixOptions(
                        List.of(),
                        Optional.empty(),
                        Optional.of(name),
                        options.isDryRun(),
                        options.isSwitching(),
                        options.choices(),
                        false,
                        new TreeMap<>(),
                        List.of());
        return new Delegate(user, nothing, named);
    }
}
