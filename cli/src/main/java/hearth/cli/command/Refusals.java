package hearth.cli.command;

import hearth.cli.connection.CallRefused;
import hearth.dbus.ErrorName;

/** What the daemon's refusals mean to whoever typed the command. */
public final class Refusals {
    private Refusals() {}

    /** Returns a refusal as the failure of a command that was to do {@code purpose}. */
    public static CommandFailure failure(String purpose, CallRefused refusal) {
        return new CommandFailure(
                exitStatus(refusal),
                "cannot " + purpose + ": " + lowerCase(refusal.text()),
                advice(refusal));
    }

    /** Returns how a command ends that was refused so. */
    static int exitStatus(CallRefused refusal) {
        return switch (refusal.errorName()) {
            case ErrorName.NO_SUCH_UNIT, ErrorName.FILE_NOT_FOUND -> ExitStatus.NOT_INSTALLED;
            default -> ExitStatus.FAILURE;
        };
    }

    private static String advice(CallRefused refusal) {
        return switch (refusal.errorName()) {
            case ErrorName.NO_SUCH_UNIT, ErrorName.FILE_NOT_FOUND ->
                    "unit files of your own belong in ~/.config/systemd/user";
            case ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED, ErrorName.ACCESS_DENIED ->
                    "ask root to do it";
            case ErrorName.SERVICE_UNKNOWN, ErrorName.NAME_HAS_NO_OWNER ->
                    "hearthd does not serve this machine: start it as root";
            default -> "";
        };
    }

    /** The daemon's texts begin like sentences; names in capitals stay. */
    private static String lowerCase(String text) {
        boolean isSentence =
                text.length() > 1
                        && Character.isUpperCase(text.charAt(0))
                        && Character.isLowerCase(text.charAt(1));
        return isSentence ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
    }
}
