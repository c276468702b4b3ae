package hearth.cli.command;

import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A command as it was typed, ready to be done. */
public interface Action {
    /** Returns what it is to do, to follow "cannot": {@code start hello.service}. */
    String purpose();

    /** Returns whether its answer may be longer than a terminal: a pager then shows it. */
    default boolean isLong() {
        return false;
    }

    /**
     * Returns the words by which a user has it done with files of the user's own; nothing where no
     * files are read. Another user's are not read by whoever asks: that user can put links, pipes
     * and devices in their place.
     */
    default Optional<List<String>> wordsOfOwner() {
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @return one of {@link ExitStatus}
     * @throws CommandFailure where it could not be done, and the command knows what to say
     * @throws CallRefused where the daemon refused
     * @throws IOException where the conversation with the daemon broke
     */
    int perform(Context context) throws CommandFailure, CallRefused, IOException;
}
