package hearth.unit.value;

import java.util.Map;

/**
 * The words of {@code IPTOS=}, with the numbers of ip(7).
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5),
 *     IPTOS=</a>
 */
public final class TypesOfService {
    private static final Map<String, Integer> WORDS =
            Map.of("low-delay", 0x10, "throughput", 0x08, "reliability", 0x04, "low-cost", 0x02);

    private TypesOfService() {}

    /** Returns the number of a word, or what a number says; -1 where it is neither. */
    public static int numberOf(String word) {
        Integer named = WORDS.get(word);
        if (named != null) {
            return named;
        }
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException other) {
            return -1;
        }
    }
}
