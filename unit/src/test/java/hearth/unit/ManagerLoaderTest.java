package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.ExecSettings;
import hearth.unit.catalogue.ManagerSettings;
import hearth.unit.catalogue.ResourceControlSettings;
import hearth.unit.load.ManagerLoader;
import hearth.unit.setting.Settings;
import hearth.unit.syntax.UnitFile;
import hearth.unit.time.TimeSpan;
import hearth.unit.value.exec.OutputStream;
import hearth.unit.value.exec.ResourceLimit;
import hearth.unit.value.resource.Amount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagerLoaderTest {

    private static ManagerLoader.Loaded load(String... texts) {
        List<ManagerLoader.File> files = new ArrayList<>();
        for (String text : texts) {
            files.add(
                    new ManagerLoader.File(
                            "/etc/systemd/user.conf.d/" + files.size() + ".conf",
                            UnitFile.parse("[Manager]\n" + text)));
        }
        return new ManagerLoader(Trees.ALICE).load(files);
    }

    @Test
    void theLastFileWins() {
        Settings settings =
                load(
                                "DefaultTimeoutStopSec=11\nDefaultStartLimitBurst=9\n",
                                "DefaultTimeoutStopSec=12\n")
                        .settings();

        assertThat(settings.get(ManagerSettings.DEFAULT_TIMEOUT_STOP_SEC))
                .isEqualTo(TimeSpan.ofSeconds(12));
        assertThat(settings.get(ManagerSettings.DEFAULT_START_LIMIT_BURST)).isEqualTo(9);
    }

    @Test
    void theEnvironmentAddsUpAcrossFilesAndKnowsTheMachineAlone() {
        ManagerLoader.Loaded loaded =
                load(
                        "DefaultEnvironment=A=1 \"C=two words\" HOME_OF=%h P=a%%x\n",
                        "DefaultEnvironment=A=2 H=%H\n");

        assertThat(loaded.settings().get(ManagerSettings.DEFAULT_ENVIRONMENT))
                .containsExactly("A=2", "C=two words", "P=a%x", "H=hearth.example.org");
        assertThat(loaded.diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("'HOME_OF=%h' has a specifier that has no meaning here, ignored");
    }

    @Test
    void aDefaultHoldsForUnitsThatSayNothing() {
        Settings told = load("DefaultLimitNOFILE=500:600\nDefaultTasksMax=7\n").settings();
        Settings ofServices = ManagerSettings.defaultsOf(told, UnitType.SERVICE);
        Settings silent = Settings.NONE.or(ofServices);
        Settings outspoken =
                ManagerSettings.defaultsOf(
                                load("DefaultLimitNOFILE=1\n").settings(), UnitType.SERVICE)
                        .or(ofServices);

        assertThat(silent.get(ExecSettings.LIMIT_NOFILE)).isEqualTo(new ResourceLimit(500, 600));
        assertThat(outspoken.get(ExecSettings.LIMIT_NOFILE)).isEqualTo(new ResourceLimit(1, 1));
        assertThat(outspoken.get(ResourceControlSettings.TASKS_MAX)).isEqualTo(new Amount.Count(7));
        assertThat(silent.isSet(ExecSettings.LIMIT_CPU)).isFalse();
    }

    @Test
    void slicesHaveNoDefaultOfTasks() {
        Settings told = load("DefaultTasksMax=7\n").settings();

        assertThat(
                        ManagerSettings.defaultsOf(told, UnitType.SLICE)
                                .isSet(ResourceControlSettings.TASKS_MAX))
                .isFalse();
    }

    @Test
    void whatHasNoEffectAndWhatIsUnknownIsSaid() {
        assertThat(load("CPUAffinity=0\nNonsense=1\n").diagnostics())
                .extracting(Diagnostic::toString)
                .containsExactly(
                        "/etc/systemd/user.conf.d/0.conf:2:13: 'CPUAffinity=' is not enforced",
                        "/etc/systemd/user.conf.d/0.conf:3:10: unknown directive 'Nonsense=' in"
                                + " [Manager], ignored");
    }

    @Test
    void anOutputThatNeedsANameIsForUnitsOnly() {
        ManagerLoader.Loaded loaded =
                load("DefaultStandardOutput=null\nDefaultStandardError=file:/x\n");

        assertThat(loaded.settings().get(ManagerSettings.DEFAULT_STANDARD_OUTPUT))
                .isEqualTo(new OutputStream.Null());
        assertThat(loaded.settings().isSet(ManagerSettings.DEFAULT_STANDARD_ERROR)).isFalse();
        assertThat(loaded.diagnostics()).hasSize(1);
    }

    @Test
    void sectionsOfUnitsAreUnknownHere() {
        assertThat(load("[Service]\nNice=1\n").diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("section [Service] is unknown here, ignored");
    }
}
