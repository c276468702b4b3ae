package hearth.nix.declaration;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of a declaration where a package already ships a unit of that name. */
public enum OverrideStrategy {
    /** It extends the package's unit; where there is none, it is the unit. */
    AS_DROPIN_IF_EXISTS("asDropinIfExists"),
    /** It always extends: what an instance of a template needs. */
    AS_DROPIN("asDropin");

    private final String word;

    OverrideStrategy(String word) {
        this.word = word;
    }

    /** Returns the option's value. */
    public String word() {
        return word;
    }

    /** Returns the strategy that the option's value means. */
    public static Optional<OverrideStrategy> ofWord(String word) {
        return Arrays.stream(values()).filter(strategy -> strategy.word.equals(word)).findFirst();
    }
}
