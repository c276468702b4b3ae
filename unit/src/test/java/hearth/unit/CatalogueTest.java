package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.setting.Property;
import hearth.unit.setting.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the catalogue against the interfaces of a real systemd 252, and what is newer against 257.
 */
class CatalogueTest {
    /** Properties of what a unit is doing, which no directive sets. */
    private static final Set<String> LIVE =
            Set.of(
                    "AccessSELinuxContext",
                    "ActivationDetails",
                    "ActiveState",
                    "AssertResult",
                    "BoundBy",
                    "CPUUsageNSec",
                    "CanClean",
                    "CanFreeze",
                    "CanIsolate",
                    "CanReload",
                    "CanStart",
                    "CanStop",
                    "CleanResult",
                    "ConditionResult",
                    "ConflictedBy",
                    "ConsistsOf",
                    "ControlGroup",
                    "ControlGroupId",
                    "ControlPID",
                    "Controller",
                    "DropInPaths",
                    "EffectiveCPUs",
                    "EffectiveMemoryNodes",
                    "ExecMainCode",
                    "ExecMainPID",
                    "ExecMainStatus",
                    "Following",
                    "FragmentPath",
                    "FreezerState",
                    "GID",
                    "Id",
                    "InvocationID",
                    "Job",
                    "LoadError",
                    "LoadState",
                    "MainPID",
                    "Markers",
                    "MemoryAvailable",
                    "MemoryCurrent",
                    "NAccepted",
                    "NConnections",
                    "NFileDescriptorStore",
                    "NRefused",
                    "NRestarts",
                    "Names",
                    "NeedDaemonReload",
                    "OnFailureOf",
                    "OnSuccessOf",
                    "Perpetual",
                    "Refs",
                    "ReloadResult",
                    "RequiredBy",
                    "RequisiteOf",
                    "Result",
                    "SliceOf",
                    "StatusErrno",
                    "StatusText",
                    "SubState",
                    "TasksCurrent",
                    "Transient",
                    "TriggeredBy",
                    "Triggers",
                    "UID",
                    "UnitFilePreset",
                    "UnitFileState",
                    "UpheldBy",
                    "WantedBy");

    /** Properties of several settings, of a text that is not taken apart, or of no directive. */
    private static final Set<String> COMPOSED =
            Set.of(
                    "AppArmorProfile",
                    "BPFProgram",
                    "CPUAffinityFromNUMA",
                    "CacheDirectorySymlink",
                    "ExtensionImages",
                    "IPAddressAllow",
                    "IPAddressDeny",
                    "IPTOS",
                    "Listen",
                    "LoadCredential",
                    "LoadCredentialEncrypted",
                    "LogsDirectorySymlink",
                    "MountImages",
                    "Paths",
                    "NonBlocking",
                    "RootHash",
                    "RootHashPath",
                    "RootHashSignature",
                    "RootHashSignaturePath",
                    "RootImageOptions",
                    "RuntimeDirectorySymlink",
                    "SELinuxContext",
                    "SetCredential",
                    "SetCredentialEncrypted",
                    "SmackProcessLabel",
                    "SocketBindAllow",
                    "SocketBindDeny",
                    "SocketProtocol",
                    "SameProcessGroup",
                    "StateDirectorySymlink",
                    "SyslogPriority",
                    "TimersCalendar",
                    "TimersMonotonic",
                    "Backlog");

    private static Map<String, String> reference(String type) {
        return read("org.freedesktop.systemd1." + type + ".tsv");
    }

    private static Map<String, String> newerReference(String type) {
        return read("257/org.freedesktop.systemd1." + type + ".tsv");
    }

    private static Map<String, String> read(String name) {
        try (InputStream in = CatalogueTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .filter(fields -> fields[1].equals("property"))
                    .collect(Collectors.toMap(fields -> fields[0], fields -> fields[2]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> ours(UnitType type, boolean isOwn) {
        Map<String, String> signatures = new TreeMap<>();
        for (Setting<?> setting : Catalogue.settingsOf(type)) {
            if (isOwn != setting.sections().contains(type.section())) {
                continue;
            }
            for (Property<?> property : setting.properties()) {
                if (property.access() == Property.Access.LISTED) {
                    signatures.put(property.name(), property.wire().signature());
                }
            }
        }
        return signatures;
    }

    private static void check(UnitType type, Map<String, String> ours, String reference) {
        Set<String> missing = new TreeSet<>(reference(reference).keySet());
        missing.removeAll(ours.keySet());
        missing.removeAll(LIVE);
        missing.removeAll(COMPOSED);
        missing.removeIf(name ->
                name.contains("Timestamp")
                        || name.matches("I[OP].*(Bytes|Packets|Operations)")
                        || name.contains("ElapseUSec")
                        || name.contains("LastTrigger"));
        assertThat(missing).as("missing in " + type).isEmpty();
        assertThat(newerReference(reference)).containsAllEntriesOf(ours);
    }

    @Test
    void everyPropertyOfSystemdIsARowsOrKnownToBeNone() {
        check(UnitType.SERVICE, ours(UnitType.SERVICE, true), "Service");
        check(UnitType.SCOPE, ours(UnitType.SCOPE, true), "Scope");
        check(UnitType.SLICE, ours(UnitType.SLICE, true), "Slice");
        check(UnitType.SOCKET, ours(UnitType.SOCKET, true), "Socket");
        check(UnitType.TIMER, ours(UnitType.TIMER, true), "Timer");
        check(UnitType.PATH, ours(UnitType.PATH, true), "Path");
        check(UnitType.TARGET, ours(UnitType.TARGET, false), "Unit");
    }

    @Test
    void rowsAreUnique() {
        Set<Integer> rows = new HashSet<>();
        for (Setting<?> setting : Catalogue.all()) {
            assertThat(rows.add(setting.row())).as(setting.toString()).isTrue();
        }
    }

    @Test
    void noPropertyOfATypeHasTwoRows() {
        for (UnitType type : UnitType.values()) {
            Set<String> names = new HashSet<>();
            for (Setting<?> setting : Catalogue.settingsOf(type)) {
                for (Property<?> property : setting.properties()) {
                    if (property.access() == Property.Access.LISTED) {
                        assertThat(names.add(property.name()))
                                .as(type + " " + property.name())
                                .isTrue();
                    }
                }
            }
        }
    }

    private static <T> void readFallback(Setting<T> setting) {
        for (Property<T> property : setting.properties()) {
            Object value = property.read(setting.fallback());
            Class<?> wanted =
                    switch (property.wire().signature()) {
                        case "b" -> Boolean.class;
                        case "s" -> String.class;
                        case "i", "u", "q", "t", "x" -> Number.class;
                        case "ay" -> byte[].class;
                        default -> java.util.List.class;
                    };
            assertThat(value).as(setting + " " + property.name()).isInstanceOf(wanted);
        }
    }

    @Test
    void fallbacksHaveTheShapeThatTheirSignatureSays() {
        Catalogue.all().forEach(CatalogueTest::readFallback);
    }

    @Test
    void directivesAreFoundInTheirSectionsOnly() {
        assertThat(Catalogue.find(UnitType.SERVICE, "Service", "RestartSec"))
                .contains(ServiceSettings.RESTART_SEC);
        assertThat(Catalogue.find(UnitType.SLICE, "Slice", "MemoryMax"))
                .contains(ResourceControlSettings.MEMORY_MAX);
        assertThat(Catalogue.find(UnitType.SLICE, "Service", "RestartSec")).isEmpty();
        assertThat(Catalogue.find(UnitType.SERVICE, "Unit", "RestartSec")).isEmpty();
        assertThat(Catalogue.find(UnitType.SERVICE, "Service", "StartLimitInterval"))
                .contains(UnitSettings.START_LIMIT_INTERVAL_SEC);
    }

    @Test
    void aSectionNamesWhatMayStandInIt() {
        assertThat(Catalogue.names(UnitType.SERVICE, "Service"))
                .contains("ExecStart", "Environment", "MemoryMax")
                .doesNotContain("ListenStream");
        assertThat(Catalogue.names(UnitType.SERVICE, "Unit")).contains("ConditionUser", "BindTo");
        assertThat(Catalogue.names(UnitType.TARGET, "Service")).isEmpty();
    }
}
