package hearth.cli.command.unit;

import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import java.io.IOException;

/** {@code hearth daemon-reload}: lets the manager read unit files and its configuration again. */
public record DaemonReload() implements Action {
    @Override
    public String purpose() {
        return "have unit files read again";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        try (UserManager manager = context.userManager()) {
            manager.reload();
        }
        return ExitStatus.OK;
    }
}
