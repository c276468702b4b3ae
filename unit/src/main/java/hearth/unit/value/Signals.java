package hearth.unit.value;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The signals of Linux by name, with the numbers of all architectures that Hearth runs on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>
 */
public final class Signals {
    /** Hang-up. */
    public static final int SIGHUP = 1;

    /** Abort. */
    public static final int SIGABRT = 6;

    /** Kill, which no process can catch. */
    public static final int SIGKILL = 9;

    /** A pipe without a reader. */
    public static final int SIGPIPE = 13;

    /** Terminate. */
    public static final int SIGTERM = 15;

    /** Continue. */
    public static final int SIGCONT = 18;

    /** The first real-time signal that glibc leaves to programs. */
    public static final int SIGRTMIN = 34;

    /** The last real-time signal. */
    public static final int SIGRTMAX = 64;

    private static final String[] NAMES = {
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
    };
    private static final Map<String, Integer> NUMBERS = numbers();

    private Signals() {}

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < NAMES.length; i++) {
            numbers.put(NAMES[i], i + 1);
        }
        numbers.put("IOT", SIGABRT);
        numbers.put("CLD", 17);
        numbers.put("POLL", 29);
        return Map.copyOf(numbers);
    }

    /** Returns the number of {@code SIGTERM}, {@code TERM}, {@code 15} or {@code RTMIN+1}. */
    public static OptionalInt parse(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        Integer number = NUMBERS.get(name);
        if (number != null) {
            return OptionalInt.of(number);
        }
        if (name.startsWith("RTMIN")) {
            return realTime(SIGRTMIN, name.substring(5), '+');
        }
        if (name.startsWith("RTMAX")) {
            return realTime(SIGRTMAX, name.substring(5), '-');
        }
        return name.length() == text.length() ? inRange(decimal(text)) : OptionalInt.empty();
    }

    private static OptionalInt realTime(int base, String offset, char sign) {
        if (offset.isEmpty()) {
            return OptionalInt.of(base);
        }
        OptionalInt distance =
                offset.charAt(0) == sign ? decimal(offset.substring(1)) : OptionalInt.empty();
        if (distance.isEmpty() || distance.getAsInt() > SIGRTMAX - SIGRTMIN) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(
                sign == '+' ? base + distance.getAsInt() : base - distance.getAsInt());
    }

    private static OptionalInt decimal(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 3;
        for (int i = 0; i < text.length(); i++) {
            isNumber &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return isNumber ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static OptionalInt inRange(OptionalInt number) {
        return number.isPresent() && number.getAsInt() >= 1 && number.getAsInt() <= SIGRTMAX
                ? number
                : OptionalInt.empty();
    }

    /** Returns the name with {@code SIG}; nothing for a number that is no signal. */
    public static Optional<String> nameOf(int number) {
        if (number >= 1 && number <= NAMES.length) {
            return Optional.of("SIG" + NAMES[number - 1]);
        }
        if (number == SIGRTMIN) {
            return Optional.of("SIGRTMIN");
        }
        return number > SIGRTMIN && number <= SIGRTMAX
                ? Optional.of("SIGRTMIN+" + (number - SIGRTMIN))
                : Optional.empty();
    }
}
