package hearth.cli.command;

import hearth.cli.text.Screen;

/** Messages to the person, beside the answers. */
public final class Messages {
    private Messages() {}

    /** Says what failed, and what may help. */
    public static void failure(Screen screen, CommandFailure failure) {
        screen.note("hearth: " + failure.getMessage());
        failure.advice().ifPresent(advice -> screen.note("  " + advice));
    }
}
