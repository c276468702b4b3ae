package hearth.nix.declaration;

/**
 * How a NixOS service that runs is taken from its old definition to a new one.
 *
 * @param restartIfChanged whether it is restarted at all
 * @param reloadIfChanged whether it is reloaded instead
 * @param stopIfChanged whether it is stopped with its old definition and started with the new one,
 *     rather than restarted
 * @param notSocketActivated whether it is started although a socket would do that on demand
 */
public record SwitchOptions(
        boolean restartIfChanged,
        boolean reloadIfChanged,
        boolean stopIfChanged,
        boolean notSocketActivated) {
    /** Where nothing is declared. */
    public static final SwitchOptions DEFAULT = new SwitchOptions(true, false, true, false);
}
