package hearth.daemon;

import hearth.daemon.protocol.KeeperEvent;
import hearth.daemon.system.SystemInstance.PresentHand;

/** One of the ways to run Hearth. Called on the reactor's thread. */
sealed interface Mode permits FullMode, RootlessMode {

    /**
     * Where somebody else does this work already: the keeper, told so, ends with 3. A JVM without
     * memory ends with that itself, which has to be another word.
     */
    int EXIT_SERVED_ALREADY = 69;

    /** Takes over what the keeper knows, and begins. */
    void begin(KeeperGreeting greeting);

    /** Takes what the keeper tells from then on. */
    void keeperSays(KeeperEvent event);

    /** Takes a hand that an earlier brain has ordered and that is ready only now. */
    void handPresent(PresentHand hand);

    /** Ends in good order: stops the users' managers where that is asked for, then the reactor. */
    void shutDown(boolean stopsUsers);

    /** Returns the status with which the brain ends. */
    default int exitStatus() {
        return 0;
    }
}
