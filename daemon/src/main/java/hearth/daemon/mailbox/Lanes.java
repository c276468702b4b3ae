package hearth.daemon.mailbox;

import java.util.concurrent.Executor;

/** The threads that mailboxes share, as those who make mailboxes see them. */
public interface Lanes {
    /** Returns the lane of a user's manager. */
    Lane of(int uid);

    /** Returns the lane of what serves all users: its turns come before theirs. */
    Lane first();

    /** Looks at what runs now, whether anything waits or not. */
    void look();

    /** Returns lanes that are all the same executor's, which looks at nothing. */
    static Lanes on(Executor executor) {
        return new Lanes() {
            @Override
            public Lane of(int uid) {
                return executor::execute;
            }

            @Override
            public Lane first() {
                return executor::execute;
            }

            @Override
            public void look() {}
        };
    }
}
