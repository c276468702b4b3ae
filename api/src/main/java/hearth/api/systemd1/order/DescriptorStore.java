package hearth.api.systemd1.order;

import hearth.api.systemd1.view.ManagerView;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;

/** What is in a service's store of descriptors: nothing, since nobody keeps any for it. */
public final class DescriptorStore {
    /** Name, mode, device, inode, device of the node, path and flags of each. */
    public static final String ENTRIES = "a(suuutuusu)";

    private DescriptorStore() {}

    /** Answers {@code DumpFileDescriptorStore} and {@code DumpUnitFileDescriptorStore}. */
    public static void dump(ManagerView view, Call call, String unit, MessageReader in) {
        call.error(
                ErrorName.FILE_DESCRIPTOR_STORE_DISABLED,
                "File descriptor store not enabled for " + unit + ".");
    }
}
