package hearth.api.systemd1.manager;

import hearth.api.systemd1.order.RehearsedOrder;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.manager.cause.CauseText;
import hearth.manager.job.Rehearsal;
import hearth.unit.install.Installer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What orders would bring about, were they given now. Who may give an order may ask, and nobody
 * else.
 */
final class RehearsalCalls {
    private static final String YES = "yes";

    private RehearsalCalls() {}

    static Rows<ManagerView> add(Rows<ManagerView> rows) {
        return rows.method(
                        "Rehearse",
                        "sss",
                        "a(ssua{ss}a{ss})a(ss)a(uss)asasu",
                        RehearsalCalls::rehearse,
                        "unit",
                        "order",
                        "mode",
                        "jobs",
                        "already_so",
                        "canceled",
                        "edited",
                        "notes",
                        "left_out")
                .method(
                        "RehearseEnable",
                        "asbb",
                        "ba(sss)",
                        (view, call) ->
                                UnitFileOrders.flagged(view, call, InstallCall.Answer.WITH_CARRIES)
                                        .rehearse(Installer::enable),
                        "files",
                        "runtime",
                        "force",
                        "carries_install_info",
                        "changes")
                .method(
                        "RehearseDisable",
                        "asb",
                        "a(sss)",
                        (view, call) ->
                                UnitFileOrders.runtime(view, call).rehearse(Installer::disable),
                        "files",
                        "runtime",
                        "changes");
    }

    private static void rehearse(ManagerView view, Call call) {
        RehearsedOrder.rehearse(view, call, rehearsal -> call.reply(out -> write(out, rehearsal)));
    }

    private static void write(MessageWriter out, Rehearsal rehearsal) {
        out.array(rehearsal.jobs(), RehearsalCalls::write);
        out.array(
                rehearsal.alreadySo(),
                (writer, unit) ->
                        writer.openStruct().string(unit.unit()).string(unit.state()).closeStruct());
        out.array(
                rehearsal.canceled(),
                (writer, job) ->
                        writer.openStruct()
                                .uint32(job.id())
                                .string(job.unit())
                                .string(job.type().wireName())
                                .closeStruct());
        out.strings(rehearsal.edited());
        out.strings(rehearsal.notes());
        out.uint32(rehearsal.leftOut());
    }

    private static void write(MessageWriter out, Rehearsal.Planned job) {
        out.openStruct().string(job.unit()).string(job.type().wireName()).uint32(job.step());
        write(out, facts(job));
        write(out, job.cause().map(CauseText::fields).orElse(Map.of()));
        out.closeStruct();
    }

    private static Map<String, String> facts(Rehearsal.Planned job) {
        Map<String, String> facts = new LinkedHashMap<>();
        job.after().ifPresent(unit -> facts.put("after", unit));
        if (job.isAlreadySo()) {
            facts.put("already-so", YES);
        }
        job.present()
                .ifPresent(present -> {
                    facts.put(
                            present.isReplaced() ? "cancels" : "joins", present.type().wireName());
                    facts.put("job", Integer.toString(present.id()));
                    facts.put("job-state", present.isRunning() ? "running" : "waiting");
                });
        job.obstacle().ifPresent(obstacle -> facts.put("obstacle", obstacle.wireName()));
        if (job.conditions() > 0) {
            facts.put("conditions", Integer.toString(job.conditions()));
        }
        return facts;
    }

    private static void write(MessageWriter out, Map<String, String> fields) {
        out.openArray();
        fields.forEach((name, value) -> out.openEntry().string(name).string(value).closeEntry());
        out.closeArray();
    }
}
