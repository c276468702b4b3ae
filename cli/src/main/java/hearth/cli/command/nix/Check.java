package hearth.cli.command.nix;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.nix.report.DiagnosticText;
import hearth.nix.render.Rendered;
import hearth.nix.render.Rendering;
import java.util.stream.Stream;

/**
 * {@code hearth nix check FILE...}: reads, checks and renders declarations, and does nothing.
 *
 * @param options what was typed
 * @param ground where
 */
public record Check(NixOptions options, Ground ground) implements Action {
    @Override
    public String purpose() {
        return "check the declarations";
    }

    @Override
    public int perform(Context context) throws CommandFailure {
        Preparation prepared = Preparation.of(context, ground, options);
        boolean isFine = prepared.rendered().isPresent();
        if (context.screen().isJson()) {
            context.screen()
                    .json(json -> {
                        json.writeStartObject();
                        json.writeBooleanProperty("ok", isFine);
                        json.writeName("diagnostics");
                        DiagnosticText.write(json, prepared.diagnostics());
                        json.writeArrayPropertyStart("ignored");
                        prepared.declared()
                                .ignored()
                                .forEach(option -> json.writeString(option.option()));
                        json.writeEndArray();
                        json.writeEndObject();
                    });
        } else {
            prepared.say(context);
            prepared.rendered().ifPresent(rendered -> context.screen().line(summary(rendered)));
        }
        return isFine ? ExitStatus.OK : ExitStatus.FAILURE;
    }

    private static String summary(Rendered rendered) {
        long files =
                Stream.concat(rendered.system().stream(), rendered.homes().values().stream())
                        .map(Rendering::files)
                        .mapToLong(names -> names.size())
                        .sum();
        return "fine: "
                + (files == 1 ? "1 file" : files + " files")
                + (rendered.lingers().isEmpty()
                        ? ""
                        : ", lingering of " + rendered.lingers().size());
    }
}
