package hearth.cli.systemd;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.edit.Desk;
import hearth.cli.systemd.journal.Journalctl;
import hearth.cli.systemd.login.Loginctl;
import hearth.cli.systemd.run.SystemdCat;
import hearth.cli.systemd.run.SystemdCgls;
import hearth.cli.systemd.run.SystemdNotify;
import hearth.cli.systemd.run.SystemdRun;
import hearth.cli.systemd.systemctl.Systemctl;
import java.util.List;

/** The clients that this program can be called as. */
public final class Clients {
    /** The version of systemd whose clients these are like; scripts read it. */
    private static final int LIKE = 252;

    private Clients() {}

    /**
     * Returns what was asked for.
     *
     * @param name the client's
     * @param typed what follows it
     * @param desk where files are edited
     * @throws CommandFailure where there is no such client, or the line makes no sense
     */
    public static Action action(String name, List<String> typed, Desk desk) throws CommandFailure {
        return switch (name) {
            case "systemctl" -> Systemctl.of(typed, desk);
            case "loginctl" -> Loginctl.of(typed);
            case "journalctl" -> Journalctl.of(typed);
            case "systemd-run" -> SystemdRun.of(typed);
            case "systemd-cat" -> SystemdCat.of(typed);
            case "systemd-cgls" -> SystemdCgls.of(typed);
            case "systemd-notify" -> SystemdNotify.of(typed);
            case "systemd-analyze" -> AnalyzeClient.of(typed);
            default ->
                    throw new CommandFailure(
                            ExitStatus.USAGE, "hearth: there is no client " + name + " here");
        };
    }

    /** Returns what a client says of its version. */
    public static String version(String version) {
        return "systemd " + LIKE + " (hearth " + version + ")\n";
    }
}
