package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.service.ServiceType;
import org.junit.jupiter.api.Test;

/** {@code PIDFile=} of a service that is up: it says who has taken the main process's place. */
class ServicePidFileTest {
    /** A service whose main process is 9, as its PID file has said. */
    private static Services up() {
        Services x = Services.of(ServiceType.FORKING).with(ExecRole.RELOAD);
        x.pidFile = "/run/x.pid";
        x.start().runs(7).exits(0);
        return read(x, new Event.PidFile.Found(9));
    }

    private static Services read(Services x, Event.PidFile outcome) {
        return x.happens(new Event.PidFileRead(x.last(UnitEffect.Ask.class).token(), outcome));
    }

    private static Services mainEnds(Services x) {
        return x.exited(((ServiceProcess.Foreign) x.record.main()).token(), ExitCode.EXITED, 3);
    }

    @Test
    void aMainProcessThatNamedItsSuccessorIsReplaced() {
        Services x = mainEnds(up()).reborn();
        assertThat(x.state()).isEqualTo("running");

        read(x, new Event.PidFile.Found(12));

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.main().pid()).isEqualTo(12);
        assertThat(x.result()).isEqualTo("success");
    }

    @Test
    void oneThatNamedNobodyHasEnded() {
        Services x = mainEnds(up()).reborn();

        read(x, new Event.PidFile.Unusable("process 9 is not of this unit"));

        assertThat(x.state()).isNotEqualTo("running");
        assertThat(x.result()).isEqualTo("exit-code");
        assertThat(x.words()).noneMatch(line -> line.contains("PID file"));
    }

    @Test
    void oneThatNamedItselfHasEnded() {
        Services x = read(mainEnds(up()), new Event.PidFile.Found(9));

        assertThat(x.result()).isEqualTo("exit-code");
    }

    @Test
    void afterAReloadTheFileIsReadAgain() {
        Services x = up().feed(new UnitEvent.Reload()).runs(10).exits(0);
        assertThat(x.state()).isEqualTo("running");

        read(x, new Event.PidFile.Found(12));

        assertThat(x.record.main().pid()).isEqualTo(12);
        assertThat(x.state()).isEqualTo("running");
    }
}
