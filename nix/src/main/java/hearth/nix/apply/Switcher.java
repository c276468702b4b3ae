package hearth.nix.apply;

import hearth.nix.plan.ActiveUnit;
import hearth.nix.plan.UnitAction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What only hearthd can do: the seam that the command line fills over D-Bus. Each method throws
 * {@link IOException} where hearthd does not answer or refuses; the message is for people.
 */
public interface Switcher {
    /** Returns the users whose managers run and that the caller may change. */
    List<ManagedUser> running() throws IOException;

    /** Begins to talk to a manager. */
    Manager open(ManagedUser user) throws IOException;

    /** Returns whether a user lingers; nothing where there is no such user. */
    Optional<Boolean> lingers(String user) throws IOException;

    /** Makes a user's services run without a login, or not. */
    void linger(String user, boolean isOn) throws IOException;

    /** A user's manager. */
    interface Manager extends AutoCloseable {
        /**
         * Returns the units that run or are about to.
         *
         * @param isAsked which ones, by name: to say more than the name costs a question each
         */
        List<ActiveUnit> activeUnits(Predicate<String> isAsked) throws IOException;

        /** Has it read unit files again. */
        void reload() throws IOException;

        /**
         * Does something to units at once, and waits until it is done.
         *
         * @return what failed: why, by unit
         */
        Map<String, String> run(UnitAction.Kind kind, List<String> units) throws IOException;

        @Override
        void close();
    }
}
