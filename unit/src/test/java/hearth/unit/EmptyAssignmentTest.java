package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.load.UnitReader;
import hearth.unit.setting.Setting;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.UnitFile;
import hearth.unit.value.exec.CapabilitySet;
import hearth.unit.value.resource.Delegation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds what {@code Name=} does against a real systemd 252, for all directives there are. */
class EmptyAssignmentTest {
    /**
     * Directives that 252 did not have; those who brought them wrote their parsers in the ways that
     * were there.
     */
    private static final Set<String> NEWER =
            Set.of(
                    "AssertFirmware",
                    "AssertVersion",
                    "BindLogSockets",
                    "ConditionVersion",
                    "CoredumpReceive",
                    "DefaultStartupMemoryLow",
                    "DeferReactivation",
                    "DelegateNamespaces",
                    "DelegateSubgroup",
                    "ExecReloadPost",
                    "ExtensionImagePolicy",
                    "FileDescriptorStorePreserve",
                    "ImportCredential",
                    "LogFilterPatterns",
                    "ManagedOOMMemoryPressureDurationSec",
                    "MemoryKSM",
                    "MemoryPressureThresholdSec",
                    "MemoryPressureWatch",
                    "MemoryZSwapMax",
                    "MemoryZSwapWriteback",
                    "MountImagePolicy",
                    "NFTSet",
                    "OpenFile",
                    "PassFileDescriptorsToExec",
                    "PollLimitBurst",
                    "PollLimitIntervalSec",
                    "PrivateBPF",
                    "PrivatePIDs",
                    "RandomizedOffsetSec",
                    "RefreshOnReload",
                    "ReloadSignal",
                    "RestartMaxDelaySec",
                    "RestartMode",
                    "RestartSteps",
                    "RootEphemeral",
                    "RootImagePolicy",
                    "SetLoginEnvironment",
                    "StartupMemoryHigh",
                    "StartupMemoryLow",
                    "StartupMemoryMax",
                    "StartupMemorySwapMax",
                    "StartupMemoryZSwapMax",
                    "SuccessAction",
                    "SurviveFinalKillSignal",
                    "UpheldBy",
                    "WantsMountsFor",
                    "X-Linger");

    private record Line(String section, String directive, String value, String verdict) {
        static Line of(String text) {
            String[] fields = text.split("\t", -1);
            return new Line(fields[0], fields[1], fields[2], fields[3]);
        }

        UnitType type() {
            for (UnitType type : UnitType.values()) {
                if (type.section().equals(section)) {
                    return type;
                }
            }
            return UnitType.SERVICE;
        }

        Settings read(String... values) {
            StringBuilder text = new StringBuilder("[" + section + "]\n");
            for (String value : values) {
                text.append(directive).append('=').append(value).append('\n');
            }
            var reader =
                    new UnitReader(new UnitName("a." + type().wireName()), Trees.ALICE, "/etc/a");
            reader.readFragment(UnitFile.parse(text.toString()));
            return reader.settings();
        }
    }

    private static List<Line> lines() {
        try (InputStream in =
                Objects.requireNonNull(
                        EmptyAssignmentTest.class.getResourceAsStream("empty-assignments.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Line::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void same(Settings settings, Settings wanted) {
        for (Setting<?> setting : Catalogue.all()) {
            assertThat(settings.get(setting)).as(setting.toString()).isEqualTo(wanted.get(setting));
        }
    }

    @TestFactory
    List<DynamicTest> anEmptyAssignmentDoesWhatItDoesInSystemd() {
        return lines().stream()
                .filter(line -> !line.verdict().equals("other"))
                .map(line ->
                        DynamicTest.dynamicTest(
                                "[" + line.section() + "] " + line.directive(),
                                () ->
                                        same(
                                                line.read(line.value(), ""),
                                                line.verdict().equals("kept")
                                                        ? line.read(line.value())
                                                        : line.read())))
                .toList();
    }

    @Test
    void everyDirectiveIsAskedFor() {
        Set<String> asked =
                lines().stream()
                        .map(line -> line.section() + "." + line.directive())
                        .collect(Collectors.toSet());
        Set<String> unasked = new TreeSet<>();
        for (UnitType type : UnitType.values()) {
            for (String section : Set.of("Unit", "Install", type.section())) {
                for (String name : Catalogue.names(type, section)) {
                    boolean isKnown = Catalogue.find(type, section, name).isPresent();
                    if (isKnown && !asked.contains(section + "." + name)) {
                        unasked.add(name);
                    }
                }
            }
        }
        assertThat(unasked).containsExactlyInAnyOrderElementsOf(NEWER);
    }

    @Test
    void anEmptyCapabilityBoundingSetIsNone() {
        Line line = new Line("Service", "CapabilityBoundingSet", "CAP_CHOWN", "other");

        assertThat(line.read("CAP_CHOWN", "").get(ExecSettings.CAPABILITY_BOUNDING_SET))
                .isEqualTo(CapabilitySet.NONE);
        assertThat(line.read("CAP_CHOWN", "~").get(ExecSettings.CAPABILITY_BOUNDING_SET))
                .isEqualTo(CapabilitySet.ALL);
        assertThat(line.read("~", "CAP_CHOWN").get(ExecSettings.CAPABILITY_BOUNDING_SET))
                .isEqualTo(new CapabilitySet(1, false));
    }

    @Test
    void anEmptyDelegateHandsOverWithoutControllers() {
        Line line = new Line("Service", "Delegate", "cpu", "other");

        assertThat(line.read("cpu", "").get(ResourceControlSettings.DELEGATE))
                .isEqualTo(new Delegation(true, List.of(), false));
    }
}
