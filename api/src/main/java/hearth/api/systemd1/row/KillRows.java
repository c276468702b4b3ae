package hearth.api.systemd1.row;

import static hearth.dbus.object.Property.Emits.CONST;

import hearth.api.systemd1.view.UnitView;

/**
 * How the processes of a unit are stopped.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.kill.5.html">systemd.kill(5)</a>
 */
public final class KillRows {
    private KillRows() {}

    /** Adds all of them. */
    public static void add(Rows<UnitView> rows, SettingRows settings) {
        rows.with(
                settings.rows(
                        CONST,
                        "KillMode",
                        "KillSignal",
                        "RestartKillSignal",
                        "FinalKillSignal",
                        "SendSIGKILL",
                        "SendSIGHUP",
                        "WatchdogSignal"));
    }
}
