package hearth.cli.command;

import hearth.cli.client.UserManager;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code hearth version}: this program's, and that of the daemon, where it serves the caller.
 *
 * @param own this program's
 */
public record Version(String own) implements Action {
    @Override
    public String purpose() {
        return "tell the version";
    }

    @Override
    public int perform(Context context) {
        Screen screen = context.screen();
        Optional<String> daemon = daemon(context);
        if (screen.isJson()) {
            screen.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("hearth", own);
                daemon.ifPresent(version -> json.writeStringProperty("hearthd", version));
                json.writeEndObject();
            });
        } else {
            screen.line("hearth " + own);
            screen.line("hearthd " + daemon.orElse("does not serve you now"));
        }
        return ExitStatus.OK;
    }

    private static Optional<String> daemon(Context context) {
        if (!context.managers().isRunning(context.user())) {
            return Optional.empty();
        }
        try (UserManager manager = context.userManager()) {
            return Optional.of(manager.properties().text("Version"));
        } catch (CommandFailure | CallRefused | IOException e) {
            return Optional.empty();
        }
    }
}
