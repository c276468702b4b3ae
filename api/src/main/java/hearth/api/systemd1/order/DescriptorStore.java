package hearth.api.systemd1.order;

import static hearth.api.systemd1.view.ManagerView.onDone;

import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.manager.Unit;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.catalogue.ServiceSettings;
import java.util.List;

/** What is in a service's store of descriptors. */
public final class DescriptorStore {
    /** Name, mode, device, inode, device of the node, path and flags of each. */
    public static final String ENTRIES = "a(suuutuusu)";

    private DescriptorStore() {}

    /**
     * Answers {@code DumpFileDescriptorStore} and {@code DumpUnitFileDescriptorStore}. What is in a
     * store that isn't empty is not told: to ask a file what it is may wait for who serves it.
     */
    public static void dump(ManagerView view, Call call, String name, MessageReader in) {
        onDone(call, view.manager().getUnit(name), unit -> dump(call, unit));
    }

    private static void dump(Call call, Unit unit) {
        int count =
                unit.record(ServiceRecord.class).map(ServiceRecord::storedDescriptors).orElse(0);
        int most = unit.settings().get(ServiceSettings.FILE_DESCRIPTOR_STORE_MAX);
        if (count == 0 && most == 0) {
            call.error(
                    ErrorName.FILE_DESCRIPTOR_STORE_DISABLED,
                    "File descriptor store not enabled for " + unit.id() + ".");
        } else if (count == 0) {
            call.reply(out -> out.array(List.of(), (_, _) -> {}));
        } else {
            call.error(
                    ErrorName.NOT_SUPPORTED,
                    unit.id()
                            + " has stored "
                            + count
                            + " descriptors (NFileDescriptorStore); what they are is not told, since"
                            + " to ask for that may wait for whoever serves such a file");
        }
    }
}
