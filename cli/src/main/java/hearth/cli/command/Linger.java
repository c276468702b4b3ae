package hearth.cli.command;

import hearth.cli.client.LoginManager;
import hearth.cli.client.UserRow;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Screen;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * {@code hearth linger [on|off|status] [USER]}.
 *
 * @param wish what is to be done
 * @param user about whom
 */
public record Linger(Wish wish, Account user) implements Action {
    /** What can be asked for. */
    public enum Wish {
        /** Services run from boot on, without a login. */
        ON,
        /** Services end after the last logout. */
        OFF,
        /** Say which of the two it is. */
        STATUS;

        /** Returns the word for it on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String purpose() {
        return switch (wish) {
            case ON -> "let " + user.name() + "'s services linger";
            case OFF -> "end the lingering of " + user.name() + "'s services";
            case STATUS -> "tell whether " + user.name() + "'s services linger";
        };
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        try (LoginManager login = context.managers().loginManager()) {
            switch (wish) {
                case ON, OFF -> login.setLinger(user.uid(), wish == Wish.ON);
                case STATUS -> {}
            }
            show(login.users(), context.screen());
        }
        return ExitStatus.OK;
    }

    private void show(List<UserRow> users, Screen screen) {
        boolean lingers = users.stream().anyMatch(row -> row.uid() == user.uid() && row.lingers());
        if (screen.isJson()) {
            screen.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("user", user.name());
                json.writeNumberProperty("uid", user.uid());
                json.writeBooleanProperty("linger", lingers);
                json.writeEndObject();
            });
        } else {
            screen.line(
                    lingers
                            ? user.name() + " lingers: services run from boot on, without a login"
                            : user.name() + " does not linger: services end after the last logout");
            if (lingers && wish == Wish.OFF) {
                screen.note("`hearth linger why " + user.name() + "` says what keeps them");
            }
        }
    }
}
