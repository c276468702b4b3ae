package hearth.login;

import hearth.login.host.LoginEffect;
import hearth.login.host.Token;
import hearth.login.linger.LingerLeases;
import hearth.login.session.Awaited;
import hearth.login.session.Roster;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/** The timer for the lease that ends first by the wall clock. */
final class LingerClock {
    /** The longest wait: a timer is set again after it, so that no time is too far away for one. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(30);

    private final Roster roster;
    private final LingerLeases leases;
    private Optional<Token> timer = Optional.empty();
    private OptionalLong setForUsec = OptionalLong.empty();

    LingerClock(Roster roster, LingerLeases leases) {
        this.roster = roster;
        this.leases = leases;
    }

    /** Sets the timer for what ends first, unless it is. */
    void set() {
        if (!leases.firstEndUsec().equals(setForUsec)) {
            setAnew();
        }
    }

    /** Sets the timer for what ends first: it has rung, or the clock was set. */
    void setAnew() {
        timer.ifPresent(roster::cancelTimer);
        timer = Optional.empty();
        setForUsec = leases.firstEndUsec();
        if (setForUsec.isPresent()) {
            long leftUsec = setForUsec.getAsLong() - roster.now().realtimeUsec();
            Duration left = Duration.of(Math.max(0, leftUsec), ChronoUnit.MICROS);
            Token token = roster.await(new Awaited.LeaseDeadline());
            timer = Optional.of(token);
            roster.emit(
                    new LoginEffect.SetTimer(
                            token, left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left));
        }
    }
}
