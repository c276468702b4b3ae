package hearth.api.systemd1.manager;

import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.world.Recorded;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import java.util.List;

/** What a manager has said of units, and why that was so. */
final class RecordCalls {
    private RecordCalls() {}

    static void getRecord(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String unit = in.string();
        long count = in.uint32();
        if (unit.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Unit name is empty.");
            return;
        }
        answer(view, call, unit, count);
    }

    static void listKilled(ManagerView view, Call call) {
        answer(view, call, "", call.arguments().uint32());
    }

    private static void answer(ManagerView view, Call call, String unit, long count) {
        int most = (int) Math.min(count, Recorded.MOST);
        UnitOrders.manage(
                view,
                call,
                unit,
                "log",
                () ->
                        view.world()
                                .record(
                                        unit,
                                        most,
                                        call::isAwaited,
                                        found ->
                                                found.ifPresentOrElse(
                                                        all -> reply(call, all),
                                                        () -> refuse(call))));
    }

    private static void reply(Call call, List<Recorded> all) {
        call.reply(out -> out.array(all, (writer, line) -> line.write(writer)));
    }

    private static void refuse(Call call) {
        call.error(
                ErrorName.LIMITS_EXCEEDED,
                "Too many questions about logs wait: ask again when one is answered.");
    }
}
