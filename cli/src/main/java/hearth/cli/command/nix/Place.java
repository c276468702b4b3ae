package hearth.cli.command.nix;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Wish;
import hearth.nix.generation.Generation;
import hearth.nix.generation.StateException;
import hearth.nix.generation.StateJson;
import hearth.nix.render.Rendering;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code hearth nix place}, which nobody types: root has rendered, and the user whose files they
 * are applies. Whatever it reads, it does as its caller, with no more than the caller's rights.
 *
 * @param options what was passed
 * @param ground where
 * @param input a generation in JSON; one without any file takes everything away
 */
public record Place(NixOptions options, Ground ground, InputStream input) implements Action {
    /** The command's name. */
    public static final String WORD = "place";

    /** As large as what is kept may be. */
    private static final int MAX_BYTES = 64 << 20;

    @Override
    public String purpose() {
        return "place files";
    }

    @Override
    public int perform(Context context) throws CommandFailure, IOException {
        Generation generation = read();
        boolean isRemoval = generation.files().isEmpty() && generation.lingers().isEmpty();
        Wish wish =
                new Wish(
                        new Rendering(generation.files(), generation.style()),
                        generation.lingers(),
                        generation.homes(),
                        generation.sources(),
                        Optional.empty(),
                        options.choices(),
                        options.isSwitching());
        Owner owner = Owners.ofCaller(context, ground, options.name().orElseThrow());
        var run = new OwnerRun(context, owner, context.caller().name(), wish, isRemoval);
        OwnerRun.Result result = options.isDryRun() ? run.show() : run.fulfil();
        if (context.screen().isJson()) {
            context.screen().line(result.json());
        }
        return result.status();
    }

    private Generation read() throws CommandFailure, IOException {
        byte[] bytes = input.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "what is to be placed is larger than 64 MiB");
        }
        try {
            return StateJson.readGeneration(new String(bytes, StandardCharsets.UTF_8));
        } catch (StateException e) {
            throw new CommandFailure(ExitStatus.FAILURE, "what is to be placed " + e.getMessage());
        }
    }
}
