package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.SandboxSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.TransientText;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.tree.UnitTree;
import hearth.unit.value.exec.Credential;
import hearth.unit.value.exec.ManagedDirectory;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.SecurityLabel;
import hearth.unit.value.resource.SocketBindRule;
import hearth.unit.value.service.NotifyAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that systemd 252 takes of a call and such that it refuses, property by property. */
class TransientValuesTest {
    private final TransientText text = new TransientText(UnitType.SERVICE);

    private void set(String name, Object value) {
        text.set(Catalogue.transientProperty(UnitType.SERVICE, name).orElseThrow(), value);
    }

    private static void refused(UnitType type, String name, Object value) {
        var property = Catalogue.transientProperty(type, name).orElseThrow();
        assertThatThrownBy(() -> new TransientText(type).set(property, value))
                .as(name)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Settings settings() {
        set("ExecStart", List.of(List.of("/bin/true", List.of("true"), false)));
        return load(text.text());
    }

    private static Settings load(String text) {
        LoadResult result =
                new UnitLoader(Trees.ALICE)
                        .loadTransient(
                                new UnitName("a.service"), text, "/run/a.service", UnitTree.EMPTY);
        return ((LoadResult.Loaded) result).unit().settings();
    }

    private static <T> Object shown(Settings settings, Setting<T> setting) {
        return setting.properties().getFirst().read(settings.get(setting));
    }

    @Test
    void addressesAreMaskedAndShownAsTheyAreSet() {
        set(
                "IPAddressAllow",
                List.of(
                        List.of(2, new byte[] {10, 1, 2, 3}, 8L),
                        List.of(10, new byte[16], 0L),
                        List.of(2, new byte[] {10, 9, 9, 9}, 8L)));

        assertThat((List<?>) shown(settings(), ResourceControlSettings.IP_ADDRESS_ALLOW))
                .usingRecursiveComparison()
                .isEqualTo(
                        List.of(
                                List.of(2, new byte[] {10, 0, 0, 0}, 8),
                                List.of(10, new byte[16], 0)));
    }

    @Test
    void anAddressOfIpv4InTheFormOfIpv6StaysOne() {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 0};
        set("IPAddressAllow", List.of(List.of(10, mapped, 104L)));

        assertThat((List<?>) shown(settings(), ResourceControlSettings.IP_ADDRESS_ALLOW))
                .usingRecursiveComparison()
                .isEqualTo(List.of(List.of(10, mapped, 104)));
    }

    @Test
    void wordsStandForAddressesOfBothKinds() {
        Settings settings = load("[Service]\nExecStart=/bin/true\nIPAddressDeny=any 10.0.0.0/99\n");

        assertThat(settings.get(ResourceControlSettings.IP_ADDRESS_DENY)).hasSize(2);
        refused(
                UnitType.SERVICE,
                "IPAddressDeny",
                List.of(List.of(2, new byte[] {10, 0, 0, 0}, 33L)));
        refused(UnitType.SERVICE, "IPAddressDeny", List.of(List.of(2, new byte[16], 3L)));
    }

    @Test
    void socketsAreSaidByFamilyProtocolAndPorts() {
        set("SocketBindAllow", List.of(List.of(2, 6, 10, 1000), List.of(0, 0, 0, 0)));
        set("SocketBindDeny", List.of(List.of(10, 17, 0, 0)));

        Settings settings = settings();
        assertThat(settings.get(ResourceControlSettings.SOCKET_BIND_ALLOW))
                .containsExactly(
                        new SocketBindRule(2, 6, 10, 1000), new SocketBindRule(0, 0, 0, 0));
        assertThat(settings.get(ResourceControlSettings.SOCKET_BIND_DENY))
                .containsExactly(new SocketBindRule(10, 17, 0, 0));
        refused(UnitType.SERVICE, "SocketBindAllow", List.of(List.of(3, 6, 1, 80)));
        refused(UnitType.SERVICE, "SocketBindAllow", List.of(List.of(2, 6, 2, 65_535)));
    }

    @Test
    void programsOfBpfAreAttachedToKnownPlaces() {
        set("BPFProgram", List.of(List.of("egress", "/sys/fs/bpf/x")));

        assertThat(shown(settings(), ResourceControlSettings.BPF_PROGRAM))
                .isEqualTo(List.of(List.of("egress", "/sys/fs/bpf/x")));
        refused(UnitType.SERVICE, "BPFProgram", List.of(List.of("nowhere", "/x")));
        refused(UnitType.SERVICE, "BPFProgram", List.of(List.of("egress", "x")));
    }

    @Test
    void labelsMayBeOptional() {
        set("AppArmorProfile", List.of(true, "50%"));
        set("SELinuxContext", List.of(false, "a_u:b"));
        set("SmackProcessLabel", List.of(false, ""));

        Settings settings = settings();
        assertThat(settings.get(ExecSettings.APP_ARMOR_PROFILE))
                .isEqualTo(new SecurityLabel("50%", true));
        assertThat(shown(settings, ExecSettings.SELINUX_CONTEXT))
                .isEqualTo(List.of(false, "a_u:b"));
        assertThat(settings.get(ExecSettings.SMACK_PROCESS_LABEL)).isEqualTo(SecurityLabel.NONE);
    }

    @Test
    void credentialsAreTakenWithTheirBytes() {
        byte[] content = "a 100%\n\\".getBytes(StandardCharsets.UTF_8);
        set("SetCredential", List.of(List.of("x", content)));
        set("SetCredentialEncrypted", List.of(List.of("y", new byte[] {1, 2})));
        set("LoadCredential", List.of(List.of("z", "/etc/z"), List.of("w", "other")));

        Settings settings = settings();
        assertThat(settings.get(ExecSettings.SET_CREDENTIAL))
                .containsExactly(new Credential("x", "a 100%\n\\"));
        assertThat(settings.get(ExecSettings.SET_CREDENTIAL_ENCRYPTED))
                .containsExactly(new Credential("y", "\u0001\u0002"));
        assertThat(settings.get(ExecSettings.LOAD_CREDENTIAL))
                .containsExactly(new Credential("z", "/etc/z"), new Credential("w", "other"));
        refused(UnitType.SERVICE, "LoadCredential", List.of(List.of("a/b", "/x")));
        refused(UnitType.SERVICE, "LoadCredential", List.of(List.of("a", "/x/../y")));
        refused(UnitType.SERVICE, "SetCredential", List.of(List.of("a:b", content)));
    }

    @Test
    void aDirectoryThatIsNamedTwiceHasTheLinksOfBoth() {
        set("StateDirectory", List.of("a", "b"));
        set("StateDirectorySymlink", List.of(List.of("a", "link", 0L)));

        assertThat(settings().get(ExecSettings.STATE_DIRECTORY))
                .containsExactly(
                        new ManagedDirectory("a", List.of("link")),
                        new ManagedDirectory("b", List.of()));
    }

    @Test
    void theDirectoryOfAllServicesIsNoServicesOwn() {
        for (String name : List.of("Runtime", "State", "Cache", "Logs", "Configuration")) {
            refused(UnitType.SERVICE, name + "Directory", List.of("."));
        }
        assertThat(
                        load("[Service]\nExecStart=/bin/true\nRuntimeDirectory=.\n")
                                .get(ExecSettings.RUNTIME_DIRECTORY))
                .isEmpty();
    }

    @Test
    void numbersComeInTheWidthThatClientsSend() {
        set("TTYRows", 24L);
        set("MountFlags", 1L << 20);
        set("SyslogFacility", 24);
        set("IODeviceLatencyTargetUSec", List.of(List.of("/", 1_000_000L)));
        set("MemoryMaxScale", 429_496_730L);

        Settings settings = settings();
        assertThat(settings.get(ExecSettings.TTY_ROWS)).isEqualTo(24);
        assertThat(settings.get(SandboxSettings.MOUNT_FLAGS)).isEqualTo(1L << 20);
        assertThat(settings.get(ExecSettings.SYSLOG_FACILITY)).isEqualTo(24);
        assertThat(
                        settings.get(ResourceControlSettings.IO_DEVICE_LATENCY_TARGET_SEC)
                                .getFirst()
                                .value())
                .isEqualTo(1_000_000);
        assertThat(text.text()).contains("MemoryMax=10.00%");
        refused(UnitType.SERVICE, "MountFlags", 3L);
        refused(UnitType.SERVICE, "SyslogFacility", 128);
    }

    @Test
    void fieldsOfTheJournalHaveNamesOfTheJournal() {
        set("LogExtraFields", List.of("FOO=a b".getBytes(StandardCharsets.UTF_8)));

        assertThat(settings().get(ExecSettings.LOG_EXTRA_FIELDS)).containsExactly("FOO=a b");
        refused(
                UnitType.SERVICE,
                "LogExtraFields",
                List.of("_X=1".getBytes(StandardCharsets.UTF_8)));
        refused(
                UnitType.SERVICE,
                "LogExtraFields",
                List.of("foo=1".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsSaidOfImagesIsKeptAsText() {
        set("RootHash", new byte[] {(byte) 0xab, 1});
        set("MountImages", List.of(List.of("/a", "/b", true, List.of(List.of("root", "ro")))));
        set("ExtensionImages", List.of(List.of("/a", false, List.of())));

        assertThat(text.text())
                .contains(
                        "RootHash=ab01\n", "MountImages=-/a:/b:root:ro\n", "ExtensionImages=/a\n");
    }

    @Test
    void namesOfEarlierVersionsAreTaken() {
        set("ReadOnlyDirectories", List.of("-/a"));

        assertThat(settings().get(SandboxSettings.READ_ONLY_PATHS)).containsExactly("-/a");
    }

    @Test
    void whatAFileMayLeaveOpenACallMustSay() {
        refused(UnitType.SERVICE, "Wants", List.of("x@.service"));
        refused(UnitType.SERVICE, "ExecSearchPath", List.of("/bin:/usr/bin"));
        refused(UnitType.SERVICE, "StandardOutput", "syslog");
        refused(UnitType.SERVICE, "SuccessAction", "reboot");
        refused(UnitType.SLICE, "Delegate", true);
    }

    @Test
    void aStreamThatGoesBothWaysIsAllThree() {
        String service = "[Service]\nExecStart=/bin/true\n";

        assertThat(output(service + "StandardInput=tty\n")).isEqualTo(new OutputStream.Inherit());
        assertThat(output(service + "StandardInput=tty\nStandardOutput=null\n"))
                .isEqualTo(new OutputStream.Null());
        assertThat(output(service + "StandardOutput=inherit\n"))
                .as("the input is nothing")
                .isEqualTo(new OutputStream.Journal(false));
    }

    private static OutputStream output(String text) {
        return load(text).get(ExecSettings.STANDARD_OUTPUT);
    }

    @Test
    void whoKeepsDescriptorsIsHeard() {
        assertThat(
                        load("[Service]\nExecStart=/bin/true\nFileDescriptorStoreMax=1\n")
                                .get(ServiceSettings.NOTIFY_ACCESS))
                .isEqualTo(NotifyAccess.MAIN);
    }
}
