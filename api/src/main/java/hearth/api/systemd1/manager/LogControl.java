package hearth.api.systemd1.manager;

import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.host.LogLevel;
import hearth.manager.host.LogTarget;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a manager's own words is kept: an interface that other daemons have as well, and two
 * properties of the manager.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.LogControl1.5.html">
 *     org.freedesktop.LogControl1(5)</a>
 */
public final class LogControl {
    public static final InterfaceTable<ManagerView> TABLE =
            Rows.<ManagerView>none()
                    .with(LogControl::add)
                    .text("SyslogIdentifier", CONST, v -> "systemd")
                    .table("org.freedesktop.LogControl1");

    /** Targets of systemd's that are not Hearth's to write to. */
    private static final List<String> FOREIGN_TARGETS =
            List.of("console", "console-prefixed", "kmsg", "syslog", "syslog-or-kmsg");

    private LogControl() {}

    /** Adds the two properties. */
    static void add(Rows<ManagerView> rows) {
        rows.writable(
                        "LogLevel",
                        "s",
                        NOTHING,
                        (v, out) -> out.string(wireName(v.world().logLevel())),
                        LogControl::setLevel)
                .writable(
                        "LogTarget",
                        "s",
                        NOTHING,
                        (v, out) -> out.string(v.world().logTarget().wireName()),
                        LogControl::setTarget);
    }

    static String wireName(LogLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** Changes the level; an empty word takes an earlier order back. */
    private static void setLevel(ManagerView view, MessageReader value, Call call) {
        String word = value.string();
        Optional<LogLevel> level = levelOf(word);
        if (level.isEmpty() && !word.isEmpty()) {
            Failure.invalid("Invalid log level '" + word + "'").answer(call);
            return;
        }
        manage(view, call, "set-log-level", () -> view.world().setLogLevel(level));
    }

    /** Returns the level of a name or number. */
    private static Optional<LogLevel> levelOf(String word) {
        for (LogLevel level : LogLevel.values()) {
            if (wireName(level).equals(word) || Integer.toString(level.number()).equals(word)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    private static void setTarget(ManagerView view, MessageReader value, Call call) {
        String word = value.string();
        if (FOREIGN_TARGETS.contains(word)) {
            Failure.notSupported("A manager's log cannot go to '" + word + "' here.").answer(call);
            return;
        }
        Optional<LogTarget> target = word.isEmpty() ? Optional.of(LogTarget.AUTO) : targetOf(word);
        if (target.isEmpty()) {
            Failure.invalid("Invalid log target '" + word + "'").answer(call);
            return;
        }
        manage(view, call, "set-log-target", () -> view.world().setLogTarget(target.get()));
    }

    private static Optional<LogTarget> targetOf(String word) {
        for (LogTarget target : LogTarget.values()) {
            if (target.wireName().equals(word)) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    private static void manage(ManagerView view, Call call, String verb, Runnable change) {
        UnitOrders.manage(
                view,
                call,
                "",
                verb,
                () -> {
                    change.run();
                    call.reply();
                });
    }
}
