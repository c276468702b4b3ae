package hearth.cli;

import hearth.cli.command.Account;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.nix.user.AsUser;
import hearth.cli.text.Screen;
import java.util.ArrayList;
import java.util.List;

/**
 * A command about another user's files, done by that user's process: it sees what the user may see.
 *
 * @param purpose of the command
 * @param words the command, as the owner would type it
 * @param asUser runs this program as somebody else
 */
record ByOwner(String purpose, List<String> words, AsUser asUser) implements Action {
    /** Copies the list. */
    ByOwner {
        words = List.copyOf(words);
    }

    /** Returns what does a command for a caller: itself, or its owner's process. */
    static Action of(Action action, Account user, Account caller, AsUser asUser) {
        return user.uid() == caller.uid()
                ? action
                : action.wordsOfOwner()
                        .<Action>map(words -> new ByOwner(action.purpose(), words, asUser))
                        .orElse(action);
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public int perform(Context context) throws CommandFailure {
        context.managers().admit(context.user());
        Screen screen = context.screen();
        List<String> arguments = new ArrayList<>(words);
        if (screen.isJson()) {
            arguments.add(1, CommandTree.JSON);
        }
        AsUser.Result result = asUser.run(context.user(), arguments, "");
        screen.notes(result.messages());
        screen.text(result.output());
        return result.status();
    }
}
