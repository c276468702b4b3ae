package hearth.api.systemd1.row;

import static hearth.dbus.object.Property.Emits.INVALIDATION;

import hearth.api.systemd1.view.UnitView;
import hearth.dbus.MessageWriter;
import hearth.manager.host.ExecRole;
import hearth.manager.type.ExecKey;
import hearth.manager.type.service.ExecStatus;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.setting.Setting;
import hearth.unit.value.exec.ExecCommand;
import java.util.List;

/** The command lines of services, each with how it last ran. */
public final class Commands {
    /** Path, arguments, whether failure is ignored, four times, process, code and status. */
    public static final String SIGNATURE = "a(sasbttttuii)";

    /** The same with all flags by name. */
    private static final String EXTENDED_SIGNATURE = "a(sasasttttuii)";

    private Commands() {}

    /** Adds {@code ExecStart} and {@code ExecStartEx}, or those of another directive. */
    public static void addRows(Rows<UnitView> rows, ExecRole role) {
        Setting<List<ExecCommand>> setting = setting(role);
        rows.any(
                        role.wireName(),
                        SIGNATURE,
                        INVALIDATION,
                        (view, out) -> write(view, role, setting, false, out))
                .any(
                        role.wireName() + "Ex",
                        EXTENDED_SIGNATURE,
                        INVALIDATION,
                        (view, out) -> write(view, role, setting, true, out));
    }

    /** Adds the commands of a directive of which it is not remembered how they ran. */
    public static void addPlainRow(Rows<UnitView> rows, Setting<List<ExecCommand>> setting) {
        rows.any(
                setting.name(),
                SIGNATURE,
                INVALIDATION,
                (view, out) -> {
                    out.openArray();
                    for (ExecCommand command : view.unit().settings().get(setting)) {
                        out.openStruct()
                                .string(command.path())
                                .strings(command.argv())
                                .bool(command.flags().contains(ExecCommand.Flag.IGNORE_FAILURE));
                        writeStatus(ExecStatus.NEVER, out);
                        out.closeStruct();
                    }
                    out.closeArray();
                });
    }

    private static Setting<List<ExecCommand>> setting(ExecRole role) {
        return switch (role) {
            case CONDITION -> ServiceSettings.EXEC_CONDITION;
            case START_PRE -> ServiceSettings.EXEC_START_PRE;
            case START -> ServiceSettings.EXEC_START;
            case START_POST -> ServiceSettings.EXEC_START_POST;
            case RELOAD -> ServiceSettings.EXEC_RELOAD;
            case STOP -> ServiceSettings.EXEC_STOP;
            case STOP_POST -> ServiceSettings.EXEC_STOP_POST;
        };
    }

    private static void write(
            UnitView view,
            ExecRole role,
            Setting<List<ExecCommand>> setting,
            boolean isExtended,
            MessageWriter out) {
        List<ExecCommand> commands = view.unit().settings().get(setting);
        out.openArray();
        for (int i = 0; i < commands.size(); i++) {
            ExecCommand command = commands.get(i);
            out.openStruct().string(command.path()).strings(command.argv());
            if (isExtended) {
                out.strings(flags(command));
            } else {
                out.bool(command.flags().contains(ExecCommand.Flag.IGNORE_FAILURE));
            }
            writeStatus(view.service().statusOf(new ExecKey(role, i)), out);
            out.closeStruct();
        }
        out.closeArray();
    }

    private static List<String> flags(ExecCommand command) {
        return command.flags().stream().sorted().map(ExecCommand.Flag::wireName).toList();
    }

    private static void writeStatus(ExecStatus status, MessageWriter out) {
        out.uint64(status.start().realtimeUsec())
                .uint64(status.start().monotonicUsec())
                .uint64(status.exit().realtimeUsec())
                .uint64(status.exit().monotonicUsec())
                .uint32(status.pid())
                .int32(status.code())
                .int32(status.status());
    }
}
