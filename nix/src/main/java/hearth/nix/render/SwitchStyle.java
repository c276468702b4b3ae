package hearth.nix.render;

import java.util.Arrays;
import java.util.Optional;

/** By whose rules running units are taken to new definitions. */
public enum SwitchStyle {
    /** As a NixOS switch does. */
    NIXOS("nixos"),
    /** As home-manager's sd-switch does. */
    HOME_MANAGER("home-manager"),
    /** Nothing is switched: {@code startServices = false}. */
    NONE("none");

    private final String word;

    SwitchStyle(String word) {
        this.word = word;
    }

    /** Returns the style's name where it is stored. */
    public String word() {
        return word;
    }

    /** Returns the style of that name. */
    public static Optional<SwitchStyle> ofWord(String word) {
        return Arrays.stream(values()).filter(style -> style.word.equals(word)).findFirst();
    }
}
