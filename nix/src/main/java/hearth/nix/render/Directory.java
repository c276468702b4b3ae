package hearth.nix.render;

import java.util.Arrays;
import java.util.Optional;

/** What a directory that declarations write into is for; where it lies depends on whose it is. */
public enum Directory {
    /** Unit files: {@code systemd/user}. */
    UNITS("units"),
    /** Drop-ins of user.conf. */
    MANAGER("user.conf.d"),
    /** Drop-ins of logind.conf. */
    LOGIN("logind.conf.d"),
    /** Lines of tmpfiles.d(5) for users. */
    TMPFILES("user-tmpfiles.d"),
    /** Variables of a user's session. */
    ENVIRONMENT("environment.d"),
    /** Files that units refer to, named by content. */
    SCRIPTS("scripts");

    private final String word;

    Directory(String word) {
        this.word = word;
    }

    /** Returns its name where files are listed. */
    public String word() {
        return word;
    }

    /** Returns the directory of that name. */
    public static Optional<Directory> ofWord(String word) {
        return Arrays.stream(values()).filter(directory -> directory.word.equals(word)).findFirst();
    }
}
