package hearth.unit;

import hearth.unit.Specifiers.Resolution.Resolved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the specifiers of a user's manager stand for, as the manager tells its clients: for each
 * letter a text, {@code h=/home/alice}. One that stands for nothing is left out.
 */
public final class ToldSpecifiers {
    /** All that say of the manager or its host, but for those that follow from others. */
    private static final String LETTERS = "aAbBHmMoqvwWgGuUhsTVtSCLER";

    /** Of these letters none says of the unit. */
    private static final UnitName ANY = new UnitName("x.service");

    private ToldSpecifiers() {}

    /** Returns the texts. */
    public static List<String> write(Specifiers specifiers) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < LETTERS.length(); i++) {
            char letter = LETTERS.charAt(i);
            if (specifiers.resolve("%" + letter, ANY, "") instanceof Resolved(String value)) {
                texts.add(letter + "=" + value);
            }
        }
        return texts;
    }

    /** Returns what texts tell; nothing where they tell of no user's manager. */
    public static Optional<Specifiers> read(List<String> texts) {
        Map<Character, String> values = new HashMap<>();
        for (String text : texts) {
            if (text.indexOf('=') == 1) {
                values.put(text.charAt(0), text.substring(2));
            }
        }
        try {
            var user =
                    new Specifiers.User(
                            true,
                            values.getOrDefault('u', ""),
                            Long.parseLong(values.getOrDefault('U', "")),
                            values.getOrDefault('g', ""),
                            Long.parseLong(values.getOrDefault('G', "")),
                            values.getOrDefault('h', ""),
                            values.getOrDefault('s', ""));
            return Optional.of(new Specifiers(host(values), user, directories(values)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Specifiers.Host host(Map<Character, String> values) {
        Map<String, String> osRelease = new HashMap<>();
        Specifiers.RELEASE_FIELDS.forEach(
                (letter, field) -> osRelease.put(field, values.getOrDefault(letter, "")));
        return new Specifiers.Host(
                Optional.ofNullable(values.get('m')),
                Optional.ofNullable(values.get('b')),
                values.getOrDefault('H', ""),
                Optional.ofNullable(values.get('q')),
                values.getOrDefault('v', ""),
                values.getOrDefault('a', ""),
                osRelease);
    }

    private static Specifiers.Directories directories(Map<Character, String> values) {
        return new Specifiers.Directories(
                values.getOrDefault('t', ""),
                values.getOrDefault('S', ""),
                values.getOrDefault('C', ""),
                values.getOrDefault('L', ""),
                values.getOrDefault('E', ""),
                values.getOrDefault('T', ""),
                values.getOrDefault('V', ""),
                values.getOrDefault('R', ""));
    }
}
