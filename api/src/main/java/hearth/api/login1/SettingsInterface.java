package hearth.api.login1;

import hearth.api.systemd1.world.Recorded;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.dbus.object.Property.Emits;
import hearth.login.setting.Configured;
import hearth.login.setting.LoginSettings;
import hearth.login.setting.LogoutRule;
import hearth.unit.time.TimeSpan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What Hearth has and logind has not: {@code org.hearth.Login1} on {@code /org/hearth/login1}.
 *
 * <dl>
 *   <dt>{@code Settings a(sssu)}
 *   <dd>what {@code logind.conf} says, as far as Hearth goes by it: name, value as a file would
 *       have it, file and line (empty and 0 where nobody has written it).
 *   <dt>{@code LogoutRule(s user) -> bsssu}
 *   <dd>whether what is left of a session of that user's is killed at its end, and what decides:
 *       setting, value, file and line (empty and 0 for a default).
 *   <dt>{@code GetRecord(u uid, s unit, u count) -> a(tssa{ss}aa{ss}aa{ss})}, {@code ListKilled(u
 *       uid, u count)}
 *   <dd>what {@code org.hearth.Manager1} of that user tells, whether that manager runs or not: to
 *       the user and root.
 * </dl>
 */
final class SettingsInterface {
    static final String NAME = "org.hearth.Login1";

    static final InterfaceTable<Login1View> TABLE =
            new Rows<Login1View>()
                    .any(
                            "Settings",
                            "a(sssu)",
                            Emits.NOTHING,
                            (view, out) -> {
                                out.openArray();
                                rows(view.login().settings())
                                        .forEach((name, row) ->
                                                out.openStruct()
                                                        .string(name)
                                                        .string(row.text())
                                                        .string(row.file())
                                                        .uint32(row.line())
                                                        .closeStruct());
                                out.closeArray();
                            })
                    .method(
                            "GetRecord",
                            "usu",
                            Recorded.ROWS,
                            SettingsInterface::getRecord,
                            "uid",
                            "unit",
                            "count",
                            "record")
                    .method(
                            "ListKilled",
                            "uu",
                            Recorded.ROWS,
                            SettingsInterface::listKilled,
                            "uid",
                            "count",
                            "record")
                    .method(
                            "LogoutRule",
                            "s",
                            "bsssu",
                            SettingsInterface::logoutRule,
                            "user",
                            "kills",
                            "setting",
                            "value",
                            "file",
                            "line")
                    .table(NAME);

    /**
     * A setting's text.
     *
     * @param file empty where nobody has written it
     */
    private record Row(String text, String file, int line) {
        static Row of(String text, Configured<?> configured) {
            return of(text, configured.origin());
        }

        static Row of(String text, Configured.Origin origin) {
            return switch (origin) {
                case Configured.BuiltIn() -> new Row(text, "", 0);
                case Configured.FromFile(String file, int line) -> new Row(text, file, line);
            };
        }
    }

    private SettingsInterface() {}

    private static void getRecord(Login1View view, Call call) {
        MessageReader in = call.arguments();
        long uid = in.uint32();
        String unit = in.string();
        if (unit.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Unit name is empty.");
        } else {
            record(view, call, uid, unit, in.uint32());
        }
    }

    private static void listKilled(Login1View view, Call call) {
        MessageReader in = call.arguments();
        record(view, call, in.uint32(), "", in.uint32());
    }

    /** A log is its user's, and root's. */
    private static void record(Login1View view, Call call, long uid, String unit, long count) {
        boolean isOwn = Integer.toUnsignedLong(call.caller().uid()) == uid;
        if (!isOwn && !call.caller().isRoot()) {
            call.error(ErrorName.ACCESS_DENIED, "Access denied");
            return;
        }
        view.records()
                .record(
                        uid,
                        unit,
                        (int) Math.min(count, Recorded.MOST),
                        call::isAwaited,
                        found ->
                                found.ifPresentOrElse(
                                        all -> reply(call, all),
                                        () ->
                                                call.error(
                                                        ErrorName.LIMITS_EXCEEDED,
                                                        "Too many questions about logs wait: ask"
                                                                + " again when one is answered.")));
    }

    private static void reply(Call call, List<Recorded> all) {
        call.reply(out -> out.array(all, (writer, line) -> line.write(writer)));
    }

    private static void logoutRule(Login1View view, Call call) {
        LogoutRule rule = view.login().settings().logoutRuleOf(call.arguments().string());
        Row row = Row.of(rule.value(), rule.origin());
        call.reply(out ->
                out.bool(rule.kills())
                        .string(rule.setting())
                        .string(rule.value())
                        .string(row.file())
                        .uint32(row.line()));
    }

    private static Map<String, Row> rows(LoginSettings settings) {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("KillUserProcesses", flag(settings.killUserProcesses()));
        rows.put("KillOnlyUsers", words(settings.killOnlyUsers()));
        rows.put("KillExcludeUsers", words(settings.killExcludeUsers()));
        rows.put("UserStopDelaySec", span(settings.userStopDelay()));
        rows.put("RuntimeDirectorySize", number(settings.runtimeDirectorySize()));
        rows.put("RuntimeDirectoryInodesMax", number(settings.runtimeDirectoryInodesMax()));
        rows.put("SessionsMax", number(settings.sessionsMax()));
        rows.put("InhibitorsMax", number(settings.inhibitorsMax()));
        rows.put("RemoveIPC", flag(settings.removeIpc()));
        return rows;
    }

    private static Row flag(Configured<Boolean> setting) {
        return Row.of(setting.value() ? "yes" : "no", setting);
    }

    private static Row words(Configured<List<String>> setting) {
        return Row.of(String.join(" ", setting.value()), setting);
    }

    private static Row number(Configured<Long> setting) {
        return Row.of(Long.toString(setting.value()), setting);
    }

    private static Row span(Configured<Optional<Duration>> setting) {
        TimeSpan span =
                setting.value()
                        .map(delay -> new TimeSpan(TimeUnit.MICROSECONDS.convert(delay)))
                        .orElse(TimeSpan.INFINITY);
        return Row.of(span.format(), setting);
    }
}
