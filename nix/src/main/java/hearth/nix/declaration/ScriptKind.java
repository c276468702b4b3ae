package hearth.nix.declaration;

import java.util.Arrays;
import java.util.Optional;

/** The options of a NixOS service that are the text of a shell script. */
public enum ScriptKind {
    /** The service itself. */
    SCRIPT("script", "ExecStart", "start"),
    PRE_START("preStart", "ExecStartPre", "pre-start"),
    POST_START("postStart", "ExecStartPost", "post-start"),
    RELOAD("reload", "ExecReload", "reload"),
    /** What stops it: despite its name the main command. */
    PRE_STOP("preStop", "ExecStop", "pre-stop"),
    POST_STOP("postStop", "ExecStopPost", "post-stop");

    private final String option;
    private final String directive;
    private final String suffix;

    ScriptKind(String option, String directive, String suffix) {
        this.option = option;
        this.directive = directive;
        this.suffix = suffix;
    }

    /** Returns the option's name. */
    public String option() {
        return option;
    }

    /** Returns the directive that runs the script. */
    public String directive() {
        return directive;
    }

    /** Returns what stands behind the service's name in the name of the script's file. */
    public String suffix() {
        return suffix;
    }

    /** Returns the kind that an option of this name declares. */
    public static Optional<ScriptKind> ofOption(String option) {
        return Arrays.stream(values()).filter(kind -> kind.option.equals(option)).findFirst();
    }
}
