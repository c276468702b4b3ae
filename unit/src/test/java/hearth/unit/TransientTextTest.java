package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.KillSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.catalogue.ServiceSettings;
import hearth.unit.catalogue.TimerSettings;
import hearth.unit.catalogue.UnitSettings;
import hearth.unit.load.LoadResult;
import hearth.unit.load.TransientText;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitLoader;
import hearth.unit.setting.Settings;
import hearth.unit.time.TimeSpan;
import hearth.unit.tree.UnitTree;
import hearth.unit.value.Condition;
import hearth.unit.value.ConditionKind;
import hearth.unit.value.exec.ExecCommand;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.resource.Amount;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TransientTextTest {

    private static void set(TransientText text, UnitType type, String name, Object value) {
        text.set(Catalogue.transientProperty(type, name).orElseThrow(), value);
    }

    private static UnitDefinition load(String name, TransientText text) {
        LoadResult result =
                new UnitLoader(Trees.ALICE)
                        .loadTransient(
                                new UnitName(name), text.text(), "/run/" + name, UnitTree.EMPTY);
        assertThat(result).as(text.text()).isInstanceOf(LoadResult.Loaded.class);
        UnitDefinition unit = ((LoadResult.Loaded) result).unit();
        assertThat(unit.diagnostics()).isEmpty();
        return unit;
    }

    @Test
    void aDescriptionOfSeveralLinesBecomesOne() {
        TransientText text = new TransientText(UnitType.SERVICE);
        set(text, UnitType.SERVICE, "Description", "sh -c echo a\necho 100%\n\\\\");
        set(text, UnitType.SERVICE, "ExecStart", List.of(List.of("/bin/sh", List.of("sh"), false)));

        assertThat(load("a.service", text).settings().get(UnitSettings.DESCRIPTION))
                .isEqualTo("sh -c echo a echo 100%");
    }

    @Test
    void whatSystemdRunSendsBecomesTheSameValues() {
        TransientText text = new TransientText(UnitType.SERVICE);
        List<String> argv = List.of("sh", "-c", "echo 100% \"$A\" ; ls\n\\", ";");
        set(text, UnitType.SERVICE, "Description", "50% done");
        set(text, UnitType.SERVICE, "ExecStart", List.of(List.of("/bin/sh", argv, true)));
        set(text, UnitType.SERVICE, "Environment", List.of("A=x y", "B=%h"));
        set(text, UnitType.SERVICE, "RestartUSec", 1_500_000L);
        set(text, UnitType.SERVICE, "RuntimeMaxUSec", -1L);
        set(text, UnitType.SERVICE, "MemoryMax", 1024L);
        set(text, UnitType.SERVICE, "TasksMaxScale", 2147483647L);
        set(text, UnitType.SERVICE, "CPUQuotaPerSecUSec", 200_000L);
        set(text, UnitType.SERVICE, "LimitNOFILE", 4096L);
        set(text, UnitType.SERVICE, "LimitNOFILESoft", 1024L);
        set(text, UnitType.SERVICE, "Slice", "background.slice");
        set(text, UnitType.SERVICE, "UMask", 18L);
        set(text, UnitType.SERVICE, "CPUSchedulingPolicy", 5);
        set(
                text,
                UnitType.SERVICE,
                "Conditions",
                List.of(List.of("ConditionPathExists", false, true, "/a%b")));

        Settings settings = load("run-1.service", text).settings();

        assertThat(settings.get(UnitSettings.DESCRIPTION)).isEqualTo("50% done");
        assertThat(settings.get(ServiceSettings.EXEC_START))
                .containsExactly(
                        new ExecCommand("/bin/sh", argv, Set.of(ExecCommand.Flag.IGNORE_FAILURE)));
        assertThat(settings.get(ExecSettings.ENVIRONMENT)).containsExactly("A=x y", "B=%h");
        assertThat(settings.get(ServiceSettings.RESTART_SEC)).isEqualTo(TimeSpan.ofMillis(1500));
        assertThat(settings.get(ServiceSettings.RUNTIME_MAX_SEC)).isEqualTo(TimeSpan.INFINITY);
        assertThat(settings.get(ResourceControlSettings.MEMORY_MAX))
                .isEqualTo(new Amount.Count(1024));
        assertThat(settings.get(ResourceControlSettings.TASKS_MAX))
                .isEqualTo(new Amount.Fraction(5000));
        assertThat(settings.get(ResourceControlSettings.CPU_QUOTA))
                .isEqualTo(new TimeSpan(200_000));
        assertThat(settings.get(ExecSettings.LIMIT_NOFILE))
                .isEqualTo(new ResourceLimit(1024, 4096));
        assertThat(settings.get(ResourceControlSettings.SLICE))
                .contains(new UnitName("background.slice"));
        assertThat(settings.get(ExecSettings.UMASK)).isEqualTo(18);
        assertThat(settings.get(ExecSettings.CPU_SCHEDULING_POLICY).wireName()).isEqualTo("idle");
        assertThat(settings.get(UnitSettings.CONDITIONS))
                .containsExactly(new Condition(ConditionKind.PATH_EXISTS, false, true, "/a%b"));
    }

    @Test
    void triggersAreLinesOfTheirOwnDirectives() {
        TransientText text = new TransientText(UnitType.TIMER);
        set(text, UnitType.TIMER, "TimersMonotonic", List.of(List.of("OnBootSec", 1_500_000L)));
        set(text, UnitType.TIMER, "TimersCalendar", List.of(List.of("OnCalendar", "daily")));
        set(text, UnitType.TIMER, "TimersMonotonic", List.of(List.of("OnActiveSec", -1L)));

        assertThat(text.text())
                .endsWith(
                        """

                        [Timer]
                        OnBootSec=1500000us
                        OnCalendar=daily
                        OnActiveSec=infinity
                        """);
        assertThat(load("a.timer", text).settings().get(TimerSettings.TRIGGERS)).hasSize(3);
    }

    @Test
    void aSharedSettingStandsInTheTypesOwnSection() {
        TransientText text = new TransientText(UnitType.SCOPE);
        set(text, UnitType.SCOPE, "MemoryHigh", -1L);
        set(text, UnitType.SCOPE, "SendSIGHUP", true);

        assertThat(text.text()).endsWith("\n[Scope]\nMemoryHigh=infinity\nSendSIGHUP=yes\n");
        assertThat(load("a.scope", text).settings().get(KillSettings.SEND_SIGHUP)).isTrue();
    }

    @Test
    void anEmptyListForgetsWhatWasSetBefore() {
        TransientText text = new TransientText(UnitType.SERVICE);
        set(text, UnitType.SERVICE, "Environment", List.of("A=1"));
        set(text, UnitType.SERVICE, "Environment", List.of());
        set(text, UnitType.SERVICE, "Environment", List.of("B=2"));

        assertThat(text.text()).endsWith("\n[Service]\nEnvironment=\nEnvironment=B=2\n");
    }

    @Test
    void aLineEndInAValueWritesNoDirective() {
        TransientText text = new TransientText(UnitType.SERVICE);

        String evil = "x\nExecStart=/bin/evil";
        assertThatThrownBy(() -> set(text, UnitType.SERVICE, "SyslogIdentifier", evil))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> set(text, UnitType.SERVICE, "SyslogIdentifier", "x\\"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(text.text().lines()).singleElement().asString().startsWith("#");

        set(text, UnitType.SERVICE, "Description", evil);
        assertThat(text.text().lines()).doesNotContain("ExecStart=/bin/evil");
    }

    @Test
    void whatIsOnlyReadCannotBeSet() {
        assertThat(Catalogue.transientProperty(UnitType.SERVICE, "MainPID")).isEmpty();
        assertThat(Catalogue.transientProperty(UnitType.SLICE, "ExecStart")).isEmpty();
    }
}
