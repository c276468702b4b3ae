package hearth.daemon.protocol;

/** The first message of the keeper, and of a hand: which version of the protocol it speaks. */
public sealed interface Introduction permits KeeperEvent.Welcome, HandEvent.HandWelcome {
    /** Returns the version. */
    int version();
}
