package hearth.nix.plan;

/**
 * What happens to a unit.
 *
 * @param kind what
 * @param unit its name
 * @param reason for people, to stand behind the name; empty where that goes without saying
 */
public record UnitAction(Kind kind, String unit, String reason) {

    /** What can happen, in the order in which it does. */
    public enum Kind {
        /** It ends, by its old definition. */
        STOP("stop"),
        /** It changed, and runs on as it was: it wants it so. */
        KEEP("keep"),
        /** It takes up its new definition. */
        RELOAD("reload"),
        /** It is stopped and started. */
        RESTART("restart"),
        /** It starts, by its new definition. */
        START("start");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word for it. */
        public String word() {
            return word;
        }
    }
}
