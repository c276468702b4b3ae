package hearth.daemon.state;

import hearth.budget.Charge;
import hearth.daemon.brain.Brain;
import hearth.daemon.mailbox.Mailbox;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.function.LongPredicate;

/** What state needs while its file system takes nothing: somebody to tell, and another attempt. */
public interface Caretaker {
    /** How long until what could not be written is tried again: somebody may be tidying up. */
    Duration RETRY = Duration.ofSeconds(2);

    /** Says something to the administrator. */
    void say(String message);

    /** Makes another attempt after a while, where this one was made. */
    void later(Runnable attempt);

    /**
     * Charges the size that a file is to have, in place of the one it had.
     *
     * @return whether there is room for it; where there is none, it stays as it was
     */
    default boolean mayHave(long bytes) {
        return true;
    }

    /** Returns one for what belongs to a mailbox, and is of no user's making. */
    static Caretaker in(Brain brain, Mailbox mailbox) {
        return in(brain, mailbox, bytes -> true);
    }

    /** Returns one for what belongs to a mailbox, and is charged to its user. */
    static Caretaker in(Brain brain, Mailbox mailbox, Charge charge) {
        return in(brain, mailbox, charge::resize);
    }

    private static Caretaker in(Brain brain, Mailbox mailbox, LongPredicate room) {
        return new Caretaker() {
            @Override
            public boolean mayHave(long bytes) {
                return room.test(bytes);
            }

            @Override
            public void say(String message) {
                brain.complaints().say(message);
            }

            @Override
            public void later(Runnable attempt) {
                var reactor = brain.reactor();
                reactor.execute(() -> reactor.after(RETRY, () -> mailbox.execute(attempt)));
            }
        };
    }

    /** Returns why a file operation has failed, for a person. */
    static String reason(IOException failure) {
        return failure instanceof FileSystemException inFiles && inFiles.getReason() != null
                ? inFiles.getReason()
                : String.valueOf(failure.getMessage());
    }
}
