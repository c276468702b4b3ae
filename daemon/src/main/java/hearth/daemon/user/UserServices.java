package hearth.daemon.user;

import hearth.manager.host.Effect;

/**
 * What the system manager's host can have done for users. Called in the system manager's mailbox;
 * the answers come there as events.
 */
public interface UserServices {

    /** Starts a user's hand, and the manager behind it. */
    void startManager(int uid, Effect.Spawn spawn);

    /** Asks a user's manager to stop its units and end. */
    void stopManager(int uid);

    /** Tells under which token the system manager knows a manager that was taken over. */
    void knownAs(int uid, long token);

    /** Makes or removes a user's runtime directory. */
    void runtimeDirectory(int uid, Effect.Spawn spawn);

    /** The system manager has stopped everything: the brain may end. */
    void allStopped();
}
