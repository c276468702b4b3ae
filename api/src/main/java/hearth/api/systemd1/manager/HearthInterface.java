package hearth.api.systemd1.manager;

import static hearth.api.systemd1.view.ManagerView.onDone;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Limits;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.world.LogLine;
import hearth.api.systemd1.world.Recorded;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.Unit;
import hearth.unit.Diagnostic;
import hearth.unit.ToldSpecifiers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Hearth has and systemd has not: {@code org.hearth.Manager1} on {@code /org/hearth}, beside
 * the systemd1 objects on the same socket and the same bus name.
 *
 * <dl>
 *   <dt>{@code TailLog(s unit, u lines) -> a(ttis)}
 *   <dd>the last lines of a unit's log, oldest first: real time and monotonic time in microseconds,
 *       priority 0 to 7, text. An empty unit means the manager's own lines; at most 10,000 lines.
 *   <dt>{@code GetDiagnostics(s unit) -> a(suuss)}
 *   <dd>what is to be said about a unit's files, in their order: path (empty for none), line and
 *       column from 1 (0 for none), severity ({@code notice}, {@code warning}, {@code error}),
 *       message. The unit is loaded where it is not in memory. What keeps it from being used is an
 *       error, and the last one.
 *   <dt>{@code ListDiagnostics() -> a(ssuuss)}
 *   <dd>the same of all units in memory, each behind its unit's name.
 *   <dt>{@code GetRecord(s unit, u count) -> a(tssa{ss}aa{ss}aa{ss})}
 *   <dd>the last that the manager has said of a unit, newest first: real time in microseconds,
 *       unit, text; facts ({@code job}, {@code result}, {@code signal}, {@code processes}, {@code
 *       message-id}); the settings that it follows from; its causes, the nearest first, each with
 *       its {@code kind}. At most 1,000.
 *   <dt>{@code ListKilled(u count) -> a(tssa{ss}aa{ss}aa{ss})}
 *   <dd>the same of what was said when processes of units or of the user's sessions were ended.
 *   <dt>{@code Rehearse(s unit, s order, s mode) -> a(ssua{ss}a{ss}) a(ss) a(uss) as as u}
 *   <dd>what an order (a word of {@code EnqueueUnitJob}) would bring about, or its refusal: jobs in
 *       the order in which they would begin (unit, type, step from 1, facts: {@code after}, {@code
 *       already-so}, {@code joins} or {@code cancels} with {@code job} and {@code job-state},
 *       {@code obstacle}, {@code conditions}; what brings it in, as a cause); units that need no
 *       job, with their state; jobs that would be canceled (number, unit, type); units whose files
 *       have changed; what the log would say; how many rows were left out, of lists of 4,096.
 *   <dt>{@code RehearseEnable(as files, b runtime, b force) -> b a(sss)}
 *   <dd>what {@code EnableUnitFiles} would answer; nothing is written. Names alone, no paths.
 *   <dt>{@code RehearseDisable(as files, b runtime) -> a(sss)}
 *   <dd>the same of {@code DisableUnitFiles}.
 *   <dt>{@code Version s}
 *   <dd>what {@code hearth version} says of the daemon.
 *   <dt>{@code Scope s}
 *   <dd>{@code user} or {@code system}.
 *   <dt>{@code Specifiers as}
 *   <dd>what specifiers in unit files stand for, each as {@code h=/home/alice}, for who reads such
 *       text himself.
 *   <dt>{@code Summary (suuu)}
 *   <dd>state as of {@code systemctl is-system-running}, units in memory, failed units, queued
 *       jobs.
 * </dl>
 */
public final class HearthInterface {
    public static final String NAME = "org.hearth.Manager1";

    public static final InterfaceTable<ManagerView> TABLE =
            RehearsalCalls.add(Rows.<ManagerView>none())
                    .method(
                            "TailLog",
                            "su",
                            "a(ttis)",
                            HearthInterface::tailLog,
                            "unit",
                            "lines",
                            "log")
                    .method(
                            "GetDiagnostics",
                            "s",
                            "a(suuss)",
                            HearthInterface::getDiagnostics,
                            "unit",
                            "diagnostics")
                    .method(
                            "ListDiagnostics",
                            "",
                            "a(ssuuss)",
                            HearthInterface::listDiagnostics,
                            "diagnostics")
                    .method(
                            "GetRecord",
                            "su",
                            Recorded.ROWS,
                            RecordCalls::getRecord,
                            "unit",
                            "count",
                            "record")
                    .method(
                            "ListKilled",
                            "u",
                            Recorded.ROWS,
                            RecordCalls::listKilled,
                            "count",
                            "record")
                    .text("Version", CONST, v -> v.world().facts().version())
                    .text("Scope", CONST, v -> v.manager().config().scope().wireName())
                    .texts("Specifiers", NOTHING, v -> ToldSpecifiers.write(v.world().specifiers()))
                    .any("Summary", "(suuu)", NOTHING, HearthInterface::writeSummary)
                    .table(NAME);

    private HearthInterface() {}

    private static void tailLog(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String unit = in.string();
        int lines = (int) Math.min(in.uint32(), Limits.LOG_LINES);
        UnitOrders.manage(
                view,
                call,
                unit,
                "log",
                () ->
                        view.world()
                                .tailLog(
                                        unit,
                                        lines,
                                        call::isAwaited,
                                        log -> answerTail(call, log)));
    }

    private static void answerTail(Call call, Optional<List<LogLine>> log) {
        log.ifPresentOrElse(
                lines -> call.reply(out -> out.array(lines, HearthInterface::writeLine)),
                () ->
                        call.error(
                                ErrorName.LIMITS_EXCEEDED,
                                "Too many questions about logs wait: ask again when one is"
                                        + " answered."));
    }

    private static void writeLine(MessageWriter out, LogLine line) {
        out.openStruct()
                .uint64(line.realtimeUsec())
                .uint64(line.monotonicUsec())
                .int32(line.priority())
                .string(line.text())
                .closeStruct();
    }

    private static void getDiagnostics(ManagerView view, Call call) {
        String name = call.arguments().string();
        view.freshenFor(
                name,
                () ->
                        onDone(
                                call,
                                view.manager().loadUnit(name),
                                unit ->
                                        call.reply(out ->
                                                out.array(
                                                        unit.diagnostics(),
                                                        (writer, diagnostic) -> {
                                                            writer.openStruct();
                                                            write(writer, diagnostic);
                                                            writer.closeStruct();
                                                        }))));
    }

    private static void listDiagnostics(ManagerView view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (Unit unit : view.manager().units()) {
                for (Diagnostic diagnostic : unit.diagnostics()) {
                    out.openStruct().string(unit.id());
                    write(out, diagnostic);
                    out.closeStruct();
                }
            }
            out.closeArray();
        });
    }

    private static void write(MessageWriter out, Diagnostic diagnostic) {
        out.string(diagnostic.file())
                .uint32(diagnostic.line())
                .uint32(diagnostic.column())
                .string(diagnostic.severity().name().toLowerCase(Locale.ROOT))
                .string(diagnostic.message());
    }

    private static void writeSummary(ManagerView view, MessageWriter out) {
        out.openStruct()
                .string(view.manager().systemState().wireName())
                .uint32(view.manager().units().size())
                .uint32(view.manager().failedUnitCount())
                .uint32(view.manager().jobs().size())
                .closeStruct();
    }
}
