package hearth.nix.option;

import hearth.nix.value.Text;
import hearth.nix.value.Value;
import java.util.List;

/**
 * Strings that are joined: {@code types.lines}, {@code commas}, {@code separatedString}.
 *
 * @param separator what stands between two, as a byte string
 */
public record JoinedType(String separator) implements OptionType {
    /** {@code types.lines}. */
    public static final JoinedType LINES = new JoinedType("\n");

    @Override
    public String described() {
        return "a string";
    }

    @Override
    public boolean accepts(Value value) {
        return value instanceof Text;
    }

    @Override
    public Value merge(OptionPlace place, List<Definition> definitions) {
        check(place, definitions);
        StringBuilder joined = new StringBuilder();
        for (Definition definition : definitions) {
            if (definition.value() instanceof Text(String bytes)) {
                place.evaluation().charge(bytes.length(), definition.position());
                joined.append(joined.isEmpty() ? "" : separator).append(bytes);
            }
        }
        return new Text(joined.toString());
    }
}
