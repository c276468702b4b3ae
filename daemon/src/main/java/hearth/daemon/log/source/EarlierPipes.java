package hearth.daemon.log.source;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which processes may have a pipe as their log: those that a hand has started which knew no
 * streams. A hand that its user has taken over may say that it is such a one, and hand out pipes of
 * which it holds the lock; so what is known already counts, whatever a hand says later. Belongs to
 * the manager's mailbox.
 */
public final class EarlierPipes {
    /** The name in the manager's journal of what is known; no unit can have it. */
    public static final String ENTRY = "pipes";

    private static final String APART = " ";

    private final boolean isAnybodys;
    private final Set<Long> processes;

    private EarlierPipes(boolean isAnybodys, Set<Long> processes) {
        this.isAnybodys = isAnybodys;
        this.processes = processes;
    }

    /** Returns that all processes may, those to come among them: the hand knows no streams. */
    public static EarlierPipes ofEarlierHand() {
        return new EarlierPipes(true, new HashSet<>());
    }

    /** Returns that these may, and no others from now on. */
    public static EarlierPipes of(Collection<Long> processes) {
        return new EarlierPipes(false, new HashSet<>(processes));
    }

    /** Returns what {@link #toText} was made of; what is no number is nobody's. */
    public static EarlierPipes parse(String text) {
        return of(
                Arrays.stream(text.split(APART))
                        .flatMap(number -> number(number).stream())
                        .toList());
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Says that one more may, which an earlier hand has started. */
    public void add(long process) {
        processes.add(process);
    }

    /** Returns what the next brain is to know; nothing while the hand is an earlier one. */
    public Optional<String> toText() {
        return isAnybodys
                ? Optional.empty()
                : Optional.of(
                        processes.stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(APART)));
    }

    /** Returns whether a process may have one. */
    public boolean mayHave(long process) {
        return isAnybodys || processes.contains(process);
    }
}
