package hearth.unit.catalogue;

import hearth.unit.UnitName;
import hearth.unit.setting.Enforcement;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Table;
import hearth.unit.time.TimeSpan;
import hearth.unit.trigger.ListenKind;
import hearth.unit.trigger.ListenSocket;
import hearth.unit.type.BasicTypes;
import hearth.unit.type.CommandTypes;
import hearth.unit.type.KeptProperties;
import hearth.unit.type.TriggerTypes;
import hearth.unit.type.UnitTypes;
import hearth.unit.value.BindIpv6Only;
import hearth.unit.value.Timestamping;
import hearth.unit.value.exec.ExecCommand;
import java.util.List;
import java.util.Optional;

/**
 * What sockets can say: the section [Socket].
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/systemd.socket.5.html">systemd.socket(5)</a>
 */
public final class SocketSettings {
    private static final Table TABLE = Table.of(7, "systemd.socket(5)", "Socket");
    private static final Table IGNORED = TABLE.with(Enforcement.NOT_ENFORCED);

    /** All {@code Listen...=} lines, in their order. */
    public static final Setting<List<ListenSocket>> LISTEN =
            TABLE.gathered(
                    "Listen", TriggerTypes.SOCKETS, List.of(), TriggerTypes.socketProperties());

    static {
        for (ListenKind kind : ListenKind.values()) {
            TABLE.spelling(kind.directive(), TriggerTypes.parser(kind), LISTEN);
        }
    }

    public static final Setting<String> SOCKET_PROTOCOL =
            TABLE.add("SocketProtocol", BasicTypes.oneOf("protocol", "udplite", "sctp"), "");

    public static final Setting<BindIpv6Only> BIND_IPV6_ONLY =
            TABLE.add(
                    "BindIPv6Only",
                    BasicTypes.choice("mode", BindIpv6Only.values()),
                    BindIpv6Only.DEFAULT,
                    "BindIPv6Only");

    public static final Setting<Integer> BACKLOG =
            TABLE.add("Backlog", BasicTypes.integer("u", 0, Integer.MAX_VALUE), Integer.MAX_VALUE);

    public static final Setting<String> BIND_TO_DEVICE =
            TABLE.add("BindToDevice", BasicTypes.RAW, "", "BindToDevice");

    public static final Setting<String> SOCKET_USER =
            TABLE.add("SocketUser", BasicTypes.STRING, "", "SocketUser");

    public static final Setting<String> SOCKET_GROUP =
            TABLE.add("SocketGroup", BasicTypes.STRING, "", "SocketGroup");

    public static final Setting<Integer> SOCKET_MODE =
            TABLE.add("SocketMode", BasicTypes.MODE, 0666, "SocketMode");

    public static final Setting<Integer> DIRECTORY_MODE =
            TABLE.add("DirectoryMode", BasicTypes.MODE, 0755, "DirectoryMode");

    public static final Setting<Boolean> ACCEPT =
            TABLE.add("Accept", BasicTypes.BOOLEAN, false, "Accept");

    public static final Setting<Boolean> WRITABLE =
            TABLE.add("Writable", BasicTypes.BOOLEAN, false, "Writable");

    public static final Setting<Boolean> FLUSH_PENDING =
            TABLE.add("FlushPending", BasicTypes.BOOLEAN, false, "FlushPending");

    public static final Setting<Integer> MAX_CONNECTIONS =
            TABLE.add(
                    "MaxConnections",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    64,
                    "MaxConnections");

    public static final Setting<Integer> MAX_CONNECTIONS_PER_SOURCE =
            TABLE.add(
                    "MaxConnectionsPerSource",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    0,
                    "MaxConnectionsPerSource");

    public static final Setting<Boolean> KEEP_ALIVE =
            TABLE.add("KeepAlive", BasicTypes.BOOLEAN, false, "KeepAlive");

    public static final Setting<TimeSpan> KEEP_ALIVE_TIME_SEC =
            TABLE.add("KeepAliveTimeSec", BasicTypes.TIME_SPAN, TimeSpan.ZERO, "KeepAliveTimeUSec");

    public static final Setting<TimeSpan> KEEP_ALIVE_INTERVAL_SEC =
            TABLE.add(
                    "KeepAliveIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ZERO,
                    "KeepAliveIntervalUSec");

    public static final Setting<Integer> KEEP_ALIVE_PROBES =
            TABLE.add(
                    "KeepAliveProbes",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    0,
                    "KeepAliveProbes");

    public static final Setting<Boolean> NO_DELAY =
            TABLE.add("NoDelay", BasicTypes.BOOLEAN, false, "NoDelay");

    public static final Setting<Integer> PRIORITY =
            TABLE.add("Priority", BasicTypes.integer("i", -1, Integer.MAX_VALUE), -1, "Priority");

    public static final Setting<TimeSpan> DEFER_ACCEPT_SEC =
            TABLE.add("DeferAcceptSec", BasicTypes.TIME_SPAN, TimeSpan.ZERO, "DeferAcceptUSec");

    public static final Setting<Long> RECEIVE_BUFFER =
            TABLE.add("ReceiveBuffer", BasicTypes.SIZE, 0L, "ReceiveBuffer");

    public static final Setting<Long> SEND_BUFFER =
            TABLE.add("SendBuffer", BasicTypes.SIZE, 0L, "SendBuffer");

    public static final Setting<String> IPTOS = TABLE.add("IPTOS", BasicTypes.RAW, "");

    public static final Setting<Integer> IPTTL =
            TABLE.add("IPTTL", BasicTypes.integer("i", -1, 255), -1, "IPTTL");

    public static final Setting<Integer> MARK =
            TABLE.add("Mark", BasicTypes.integer("i", -1, Integer.MAX_VALUE), -1, "Mark");

    public static final Setting<Boolean> REUSE_PORT =
            TABLE.add("ReusePort", BasicTypes.BOOLEAN, false, "ReusePort");

    public static final Setting<String> SMACK_LABEL =
            IGNORED.add("SmackLabel", BasicTypes.STRING, "", "SmackLabel");

    public static final Setting<String> SMACK_LABEL_IP_IN =
            IGNORED.add("SmackLabelIPIn", BasicTypes.STRING, "", "SmackLabelIPIn");

    public static final Setting<String> SMACK_LABEL_IP_OUT =
            IGNORED.add("SmackLabelIPOut", BasicTypes.STRING, "", "SmackLabelIPOut");

    public static final Setting<Boolean> SELINUX_CONTEXT_FROM_NET =
            IGNORED.add("SELinuxContextFromNet", BasicTypes.BOOLEAN, false);

    public static final Setting<Long> PIPE_SIZE =
            TABLE.add("PipeSize", BasicTypes.SIZE, 0L, "PipeSize");

    public static final Setting<Integer> MESSAGE_QUEUE_MAX_MESSAGES =
            TABLE.add(
                    "MessageQueueMaxMessages",
                    BasicTypes.integer("x", 0, Integer.MAX_VALUE),
                    0,
                    "MessageQueueMaxMessages");

    public static final Setting<Integer> MESSAGE_QUEUE_MESSAGE_SIZE =
            TABLE.add(
                    "MessageQueueMessageSize",
                    BasicTypes.integer("x", 0, Integer.MAX_VALUE),
                    0,
                    "MessageQueueMessageSize");

    public static final Setting<Boolean> FREE_BIND =
            TABLE.add("FreeBind", BasicTypes.BOOLEAN, false, "FreeBind");

    public static final Setting<Boolean> TRANSPARENT =
            TABLE.add("Transparent", BasicTypes.BOOLEAN, false, "Transparent");

    public static final Setting<Boolean> BROADCAST =
            TABLE.add("Broadcast", BasicTypes.BOOLEAN, false, "Broadcast");

    public static final Setting<Boolean> PASS_CREDENTIALS =
            TABLE.add("PassCredentials", BasicTypes.BOOLEAN, false, "PassCredentials");

    public static final Setting<Boolean> PASS_SECURITY =
            TABLE.add("PassSecurity", BasicTypes.BOOLEAN, false, "PassSecurity");

    public static final Setting<Boolean> PASS_PACKET_INFO =
            TABLE.add("PassPacketInfo", BasicTypes.BOOLEAN, false, "PassPacketInfo");

    public static final Setting<Boolean> PASS_FILE_DESCRIPTORS_TO_EXEC =
            IGNORED.add(
                    "PassFileDescriptorsToExec",
                    BasicTypes.BOOLEAN,
                    false,
                    KeptProperties.of("PassFileDescriptorsToExec", BasicTypes.BOOLEAN));

    public static final Setting<Timestamping> TIMESTAMPING =
            TABLE.add(
                    "Timestamping",
                    BasicTypes.choice("mode", Timestamping.values()),
                    Timestamping.OFF,
                    "Timestamping");

    public static final Setting<String> TCP_CONGESTION =
            TABLE.add("TCPCongestion", BasicTypes.RAW, "", "TCPCongestion");

    public static final Setting<List<ExecCommand>> EXEC_START_PRE =
            TABLE.add(
                    "ExecStartPre",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.plainProperties("ExecStartPre"));

    public static final Setting<List<ExecCommand>> EXEC_START_POST =
            TABLE.add(
                    "ExecStartPost",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.plainProperties("ExecStartPost"));

    public static final Setting<List<ExecCommand>> EXEC_STOP_PRE =
            TABLE.add(
                    "ExecStopPre",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.plainProperties("ExecStopPre"));

    public static final Setting<List<ExecCommand>> EXEC_STOP_POST =
            TABLE.add(
                    "ExecStopPost",
                    CommandTypes.COMMANDS,
                    List.of(),
                    CommandTypes.plainProperties("ExecStopPost"));

    public static final Setting<TimeSpan> TIMEOUT_SEC =
            TABLE.add("TimeoutSec", BasicTypes.TIME_LIMIT, TimeSpan.ofSeconds(90), "TimeoutUSec");

    public static final Setting<Optional<UnitName>> SERVICE =
            TABLE.add("Service", UnitTypes.UNIT, Optional.empty());

    public static final Setting<Boolean> REMOVE_ON_STOP =
            TABLE.add("RemoveOnStop", BasicTypes.BOOLEAN, false, "RemoveOnStop");

    public static final Setting<List<String>> SYMLINKS =
            TABLE.add("Symlinks", BasicTypes.WORDS, List.of(), "Symlinks");

    public static final Setting<String> FILE_DESCRIPTOR_NAME =
            TABLE.add("FileDescriptorName", BasicTypes.STRING, "", "FileDescriptorName");

    public static final Setting<TimeSpan> TRIGGER_LIMIT_INTERVAL_SEC =
            TABLE.add(
                    "TriggerLimitIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ofSeconds(2),
                    "TriggerLimitIntervalUSec");

    public static final Setting<Integer> TRIGGER_LIMIT_BURST =
            TABLE.add(
                    "TriggerLimitBurst",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    20,
                    "TriggerLimitBurst");

    public static final Setting<TimeSpan> POLL_LIMIT_INTERVAL_SEC =
            IGNORED.add(
                    "PollLimitIntervalSec",
                    BasicTypes.TIME_SPAN,
                    TimeSpan.ofSeconds(2),
                    KeptProperties.of("PollLimitIntervalUSec", BasicTypes.TIME_SPAN));

    public static final Setting<Integer> POLL_LIMIT_BURST =
            IGNORED.add(
                    "PollLimitBurst",
                    BasicTypes.integer("u", 0, Integer.MAX_VALUE),
                    15,
                    KeptProperties.of(
                            "PollLimitBurst", BasicTypes.integer("u", 0, Integer.MAX_VALUE)));

    private SocketSettings() {}

    /** Returns the page's rows and spellings. */
    static Table table() {
        return TABLE;
    }
}
