package hearth.daemon.training;

import hearth.daemon.Brain;
import hearth.daemon.user.UserInstance;
import hearth.linux.SocketType;
import hearth.linux.Sockets;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A short life without a keeper: one user's manager comes up, answers a client and ends, and
 * somebody logs in. All of it is the brain's own code; the hand, the client and the machine around
 * login are played. What was loaded and linked on the way goes into the image's AOT cache.
 *
 * <p>Nothing is started, and nothing is written but to the brain's own directories.
 */
public final class Training {
    /** Where the client finds the manager's socket: unique, and gone with this process. */
    private static final String ADDRESS = "@hearthd-training-" + ProcessHandle.current().pid();

    /** A rehearsal takes a second; one that takes this long hangs. */
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private Training() {}

    /**
     * Lives the life on the calling thread, which becomes the reactor's.
     *
     * @throws IllegalStateException where it does not come to its end: the image would start slowly
     */
    public static void run(Brain brain) throws IOException {
        PlayedLogin.logIn();
        Sockets.Pair pair = brain.linux().sockets().socketPair(SocketType.SEQPACKET);
        var manager = new TrainedManager(brain);
        new PlayedHand(brain, pair.second(), new PlayedHand.Part(PlayedHand.UID, ADDRESS, false))
                .greet();
        new UserInstance(
                brain,
                new UserInstance.Start(PlayedHand.UID, pair.first(), true, "", Optional.empty()),
                manager);
        brain.reactor().after(DEADLINE, brain.reactor()::stop);
        brain.reactor().run();
        if (!manager.isStopped) {
            throw new IllegalStateException("the rehearsal did not come to its end");
        }
    }

    /** The user's manager, as its owner sees it; told in its mailbox. */
    private static final class TrainedManager implements UserInstance.Owner {
        private final Brain brain;
        private volatile boolean isStopped; // read when the reactor has stopped

        TrainedManager(Brain brain) {
            this.brain = brain;
        }

        @Override
        public void ready(UserInstance instance) {
            brain.reactor().execute(() -> PlayedClient.connect(brain, ADDRESS, instance::exit));
        }

        @Override
        public void stopped(UserInstance instance) {
            isStopped = true;
            brain.reactor().execute(brain.reactor()::stop);
        }

        @Override
        public void lost(UserInstance instance, String reason) {
            brain.complaints().say(reason);
            brain.reactor().execute(brain.reactor()::stop);
        }

        @Override
        public void silent(UserInstance instance) {
            brain.complaints().say("the played hand has no answer to an order");
        }
    }
}
