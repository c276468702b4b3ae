package hearth.cli.command.why;

import hearth.cli.client.HearthManager;
import hearth.cli.client.LoginManager;
import hearth.cli.client.RecordRow;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What is in a user's log: as the user's manager tells it, or, where that does not run, login.
 *
 * @param manager the user's manager, where it runs
 * @param ofUnit tells what was said of a unit
 * @param ofEnds tells what was said of processes that were ended
 * @param conversation ends it
 */
record UserRecord(
        Optional<UserManager> manager, OfUnit ofUnit, OfEnds ofEnds, Runnable conversation)
        implements AutoCloseable {
    /** Tells the last of what was said of a unit, newest first. */
    @FunctionalInterface
    interface OfUnit {
        List<RecordRow> tell(String unit, int count) throws CallRefused, IOException;
    }

    /** Tells the last of what was said of processes that were ended, newest first. */
    @FunctionalInterface
    interface OfEnds {
        List<RecordRow> tell(int count) throws CallRefused, IOException;
    }

    /** Connects to whoever tells it. */
    static UserRecord open(Context context) throws CommandFailure {
        long uid = context.user().uid();
        context.managers().admit(context.user());
        if (context.managers().isRunning(context.user())) {
            UserManager manager = context.userManager();
            var hearth = new HearthManager(manager);
            return new UserRecord(
                    Optional.of(manager), hearth::record, hearth::killed, manager::close);
        }
        LoginManager login = context.managers().loginManager();
        return new UserRecord(
                Optional.empty(),
                (unit, count) -> login.record(uid, unit, count),
                count -> login.killed(uid, count),
                login::close);
    }

    /** Ends the conversation. */
    @Override
    public void close() {
        conversation.run();
    }
}
