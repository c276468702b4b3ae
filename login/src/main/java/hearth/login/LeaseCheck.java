package hearth.login;

import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is wrong with a lease that is asked for, for the person who asks. */
final class LeaseCheck {
    /** A unit's name with its type, as long as systemd lets it be. */
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,245}\\.[a-z]{4,9}");

    private LeaseCheck() {}

    static Optional<String> fault(LeaseRequest request, long nowUsec) {
        return textFault("owner", request.owner(), LingerLease.OWNER_MAX)
                .or(() -> textFault("reason", request.reason(), LingerLease.REASON_MAX))
                .or(() -> endFault(request.end(), nowUsec));
    }

    private static Optional<String> textFault(String what, String text, int max) {
        if (text.length() > max) {
            return Optional.of("the " + what + " is longer than " + max + " characters");
        }
        return text.codePoints().anyMatch(LeaseCheck::isUnfit)
                ? Optional.of("the " + what + " is to be one line of plain text")
                : Optional.empty();
    }

    private static boolean isUnfit(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    private static Optional<String> endFault(LeaseEnd end, long nowUsec) {
        return switch (end) {
            case LeaseEnd.Never(), LeaseEnd.Reboot() -> Optional.empty();
            case LeaseEnd.At(long usec) when usec > LeaseEnd.LATEST_USEC ->
                    Optional.of("the end is beyond the year 9999");
            case LeaseEnd.At(long usec) when usec <= nowUsec ->
                    Optional.of("the end is not in the future");
            case LeaseEnd.At _ -> Optional.empty();
            case LeaseEnd.While(String unit) ->
                    UNIT.matcher(unit).matches()
                            ? Optional.empty()
                            : Optional.of("'" + unit + "' is no unit's name");
        };
    }
}
