package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Wish;
import hearth.nix.generation.Generation;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code hearth nix rollback [N]}: lets an earlier generation hold again.
 *
 * @param options what was typed
 * @param ground where
 * @param number which; nothing for the one before
 */
public record Rollback(NixOptions options, Ground ground, Optional<Integer> number)
        implements Action {
    @Override
    public String purpose() {
        return "go back";
    }

    @Override
    public int perform(Context context) throws CommandFailure, IOException {
        var applied = new Applied(context, ground, options);
        Optional<Account> other = applied.somebodyElse();
        if (other.isPresent()) {
            List<String> words =
                    number.isPresent()
                            ? List.of("rollback", number.get().toString())
                            : List.of("rollback");
            return applied.pass(other.get(), words);
        }
        Owner owner = applied.owner(applied.name());
        Generation generation = generation(owner);
        Wish wish = Wish.again(generation, options.choices(), options.isSwitching());
        var run = new OwnerRun(context, owner, applied.title(), wish, false);
        OwnerRun.Result result = options.isDryRun() ? run.show() : run.fulfil();
        if (!context.screen().isJson() && !generation.homes().isEmpty()) {
            context.screen()
                    .note(
                            "hearth: the homes of "
                                    + String.join(", ", generation.homes())
                                    + " stay as they are; `hearth nix rollback --for USER` goes back"
                                    + " there");
        }
        return OwnerRun.finish(context, List.of(), List.of(result));
    }

    private Generation generation(Owner owner) throws CommandFailure, IOException {
        NavigableSet<Integer> numbers = owner.store().numbers();
        int current = owner.store().current().map(Generation::number).orElse(0);
        Integer wanted = number.orElseGet(() -> before(numbers, current));
        Optional<Generation> generation =
                wanted == 0 ? Optional.empty() : owner.store().generation(wanted);
        return generation.orElseThrow(() ->
                new CommandFailure(
                        ExitStatus.FAILURE,
                        wanted == 0
                                ? "there is no generation before " + current
                                : "there is no generation " + wanted,
                        "kept are "
                                + numbers.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", "))));
    }

    private static Integer before(NavigableSet<Integer> numbers, int current) {
        Integer lower = numbers.lower(current);
        return lower == null ? 0 : lower;
    }
}
