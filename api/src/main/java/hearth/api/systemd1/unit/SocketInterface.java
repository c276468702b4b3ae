package hearth.api.systemd1.unit;

import static hearth.dbus.object.Property.Emits.CHANGE;
import static hearth.dbus.object.Property.Emits.CONST;
import static hearth.dbus.object.Property.Emits.NOTHING;

import hearth.api.systemd1.row.CgroupRows;
import hearth.api.systemd1.row.Commands;
import hearth.api.systemd1.row.Durations;
import hearth.api.systemd1.row.ExecRows;
import hearth.api.systemd1.row.KillRows;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.row.SettingRows;
import hearth.api.systemd1.view.UnitView;
import hearth.dbus.object.InterfaceTable;
import hearth.manager.type.socket.SocketRecord;
import hearth.unit.UnitType;
import hearth.unit.catalogue.SocketSettings;
import hearth.unit.value.TypesOfService;

/**
 * Sockets.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/org.freedesktop.systemd1.5.html">
 *     org.freedesktop.systemd1(5), SOCKET UNIT OBJECTS</a>
 */
public final class SocketInterface {
    private static final SettingRows SETTINGS = SettingRows.of(UnitType.SOCKET);

    public static final InterfaceTable<UnitView> TABLE =
            Rows.<UnitView>none()
                    .with(SocketInterface::addAddresses)
                    .with(SocketInterface::addState)
                    .with(CgroupRows::addState)
                    .with(rows -> CgroupRows.addSettings(rows, SETTINGS))
                    .with(rows -> ExecRows.add(rows, SETTINGS))
                    .with(rows -> KillRows.add(rows, SETTINGS))
                    .table("org.freedesktop.systemd1.Socket");

    private SocketInterface() {}

    private static void addAddresses(Rows<UnitView> rows) {
        rows.with(SETTINGS.rows(CONST, "BindIPv6Only"))
                .uint32("Backlog", CONST, v -> v.unit().settings().get(SocketSettings.BACKLOG))
                .with(SETTINGS.row(CONST, "TimeoutUSec", Durations::writeDefaultStart))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "BindToDevice",
                                "SocketUser",
                                "SocketGroup",
                                "SocketMode",
                                "DirectoryMode",
                                "Accept",
                                "FlushPending",
                                "Writable",
                                "KeepAlive",
                                "KeepAliveTimeUSec",
                                "KeepAliveIntervalUSec",
                                "KeepAliveProbes",
                                "DeferAcceptUSec",
                                "NoDelay",
                                "Priority",
                                "ReceiveBuffer",
                                "SendBuffer"))
                .int32(
                        "IPTOS",
                        CONST,
                        v -> TypesOfService.numberOf(v.unit().settings().get(SocketSettings.IPTOS)))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "IPTTL",
                                "PipeSize",
                                "FreeBind",
                                "Transparent",
                                "Broadcast",
                                "PassCredentials",
                                "PassFileDescriptorsToExec",
                                "PassSecurity",
                                "PassPacketInfo",
                                "Timestamping",
                                "RemoveOnStop"))
                .with(SETTINGS.rows(CONST, "Listen"))
                .with(
                        SETTINGS.rows(
                                CONST,
                                "Symlinks",
                                "Mark",
                                "MaxConnections",
                                "MaxConnectionsPerSource",
                                "MessageQueueMaxMessages",
                                "MessageQueueMessageSize",
                                "TCPCongestion",
                                "ReusePort",
                                "SmackLabel",
                                "SmackLabelIPIn",
                                "SmackLabelIPOut"));
    }

    private static void addState(Rows<UnitView> rows) {
        rows.uint32("ControlPID", CHANGE, v -> record(v).control().pid())
                .text("Result", CHANGE, v -> record(v).result().wireName())
                .uint32("NConnections", NOTHING, v -> record(v).connections())
                .uint32("NAccepted", NOTHING, v -> record(v).accepted())
                .uint32("NRefused", NOTHING, v -> record(v).refused())
                .text("FileDescriptorName", NOTHING, SocketInterface::descriptorName)
                .with(
                        SETTINGS.rows(
                                CONST,
                                "SocketProtocol",
                                "TriggerLimitIntervalUSec",
                                "TriggerLimitBurst",
                                "PollLimitIntervalUSec",
                                "PollLimitBurst"))
                .uint32("UID", CHANGE, v -> ServiceInterface.NO_ID)
                .uint32("GID", CHANGE, v -> ServiceInterface.NO_ID);
        Commands.addPlainRow(rows, SocketSettings.EXEC_START_PRE);
        Commands.addPlainRow(rows, SocketSettings.EXEC_START_POST);
        Commands.addPlainRow(rows, SocketSettings.EXEC_STOP_PRE);
        Commands.addPlainRow(rows, SocketSettings.EXEC_STOP_POST);
    }

    private static String descriptorName(UnitView view) {
        String written = view.unit().settings().get(SocketSettings.FILE_DESCRIPTOR_NAME);
        return written.isEmpty() ? view.unit().id() : written;
    }

    private static SocketRecord record(UnitView view) {
        return view.unit()
                .record(SocketRecord.class)
                .orElseThrow(
                        () -> new IllegalStateException(view.unit().id() + " is no socket unit"));
    }
}
