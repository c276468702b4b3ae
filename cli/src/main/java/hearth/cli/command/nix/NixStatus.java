package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.cli.text.Spans;
import hearth.cli.text.Style;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Prospect;
import hearth.nix.apply.Wish;
import hearth.nix.generation.DeclarationName;
import hearth.nix.generation.Generation;
import hearth.nix.generation.Manifest;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.FilePlan;
import hearth.nix.plan.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * {@code hearth nix status}: what was applied, and whether it is still so.
 *
 * @param options what was typed
 * @param ground where
 */
public record NixStatus(NixOptions options, Ground ground) implements Action {
    /** What is known of the declarations of one name. */
    private record Row(
            DeclarationName name,
            Generation current,
            List<Integer> kept,
            List<String> changed,
            List<String> lingers) {}

    @Override
    public String purpose() {
        return "tell what is applied";
    }

    @Override
    public int perform(Context context) throws CommandFailure, IOException {
        var applied = new Applied(context, ground, options);
        Optional<Account> other = applied.somebodyElse();
        if (other.isPresent()) {
            return applied.pass(other.get(), List.of("status"));
        }
        List<Row> rows = new ArrayList<>();
        for (DeclarationName name : applied.names()) {
            if (options.name().isEmpty() || options.name().get().equals(name)) {
                row(applied.owner(name), name).ifPresent(rows::add);
            }
        }
        if (context.screen().isJson()) {
            context.screen().json(json -> write(json, rows));
        } else if (rows.isEmpty()) {
            context.screen().line("no declarations are applied");
        } else {
            rows.forEach(row -> show(row, context));
        }
        return ExitStatus.OK;
    }

    private static Optional<Row> row(Owner owner, DeclarationName name) throws IOException {
        Optional<Generation> current = owner.store().current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Prospect again = owner.plan(Wish.again(current.get(), FilePlan.Choices.DEFAULT, false));
        List<String> changed =
                Stream.concat(
                                again.files().changes().stream().map(FileChange::name),
                                again.files().refusals().stream().map(Refusal::name))
                        .map(owner::path)
                        .toList();
        List<String> lingers =
                List.copyOf(
                        owner.store().manifest().map(Manifest::lingers).orElseGet(TreeSet::new));
        return Optional.of(
                new Row(
                        name,
                        current.get(),
                        List.copyOf(owner.store().numbers()),
                        changed,
                        lingers));
    }

    private static void show(Row row, Context context) {
        Screen screen = context.screen();
        Generation current = row.current();
        screen.line(Line.of(Style.STRONG, row.name().text()));
        screen.line(
                "  generation  "
                        + current.number()
                        + ", applied "
                        + Spans.span(
                                Duration.between(current.appliedAt(), context.clock().instant()))
                        + " ago");
        screen.line("  from        " + String.join(" ", current.sources()));
        screen.line("  files       " + current.files().size());
        if (!row.lingers().isEmpty()) {
            screen.line("  lingering   " + String.join(" ", row.lingers()));
        }
        if (!current.homes().isEmpty()) {
            screen.line("  homes       " + String.join(" ", current.homes()));
        }
        screen.line(
                "  kept        "
                        + row.kept().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(" ")));
        row.changed()
                .forEach(path -> screen.line(Line.of(Style.DOUBTFUL, "  changed     " + path)));
    }

    private static void write(JsonGenerator json, List<Row> rows) {
        JsonArray.objects(
                json,
                rows,
                row -> {
                    json.writeStringProperty("name", row.name().text());
                    json.writeNumberProperty("generation", row.current().number());
                    json.writeStringProperty("applied", row.current().appliedAt().toString());
                    texts(json, "sources", row.current().sources());
                    json.writeNumberProperty("files", row.current().files().size());
                    texts(json, "lingering", row.lingers());
                    texts(json, "homes", List.copyOf(row.current().homes()));
                    json.writeArrayPropertyStart("kept");
                    row.kept().forEach(number -> json.writeNumber((int) number));
                    json.writeEndArray();
                    texts(json, "changed", row.changed());
                });
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
