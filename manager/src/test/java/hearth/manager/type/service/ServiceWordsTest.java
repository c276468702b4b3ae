package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Event;
import hearth.manager.host.ExecRole;
import hearth.manager.host.ExitCode;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.ServiceType;
import org.junit.jupiter.api.Test;

/** What a service says and is told while it runs: reloads, notifications, stale answers. */
class ServiceWordsTest {
    @Test
    void aReloadRunsItsCommandAndComesBack() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.RELOAD).start().runs(7);

        assertThat(x.feed(new UnitEvent.Reload()).state()).isEqualTo("reload");
        assertThat(x.runs(8).exits(0).state()).isEqualTo("running");
        assertThat(x.record.reloadResult()).isEqualTo(ServiceResult.SUCCESS);
    }

    @Test
    void aFailedReloadLeavesTheServiceUp() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.RELOAD).start().runs(7);

        x.feed(new UnitEvent.Reload()).runs(8).exits(1);

        assertThat(x.state()).isEqualTo("running");
        assertThat(x.record.reloadResult()).isEqualTo(ServiceResult.EXIT_CODE);
    }

    @Test
    void aNotifyReloadServiceIsSignalledAndAnswers() {
        Services x = Services.of(ServiceType.NOTIFY_RELOAD).start().runs(7).says(7, "READY=1");

        x.feed(new UnitEvent.Reload());
        assertThat(x.state()).isEqualTo("reload-signal");
        assertThat(x.last(UnitEffect.Signal.class).order().signal()).isEqualTo(1);
        assertThat(x.last(UnitEffect.Signal.class).isReload()).isTrue();
        x.says(7, "RELOADING=1", "MONOTONIC_USEC=1");
        assertThat(x.state()).as("an older message is no answer").isEqualTo("reload-signal");
        x.says(7, "RELOADING=1", "MONOTONIC_USEC=" + x.nowUsec);
        assertThat(x.state()).isEqualTo("reload-notify");

        assertThat(x.says(7, "READY=1").state()).isEqualTo("running");
    }

    @Test
    void aServiceMayReloadByItself() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).says(7, "READY=1");

        assertThat(x.says(7, "RELOADING=1").state()).isEqualTo("reload-notify");
        assertThat(ServiceMachine.activeState(x.definition(), x.record))
                .isEqualTo(ActiveState.RELOADING);
        assertThat(x.says(7, "READY=1").state()).isEqualTo("running");
    }

    @Test
    void aServiceMayNameAnotherMainProcess() {
        Services x = Services.of(ServiceType.NOTIFY);
        x.access = NotifyAccess.ALL;
        x.start().runs(7).says(8, "MAINPID=8", "READY=1");

        assertThat(x.record.main().pid()).isEqualTo(8);
        assertThat(x.state()).isEqualTo("running");
    }

    @Test
    void aServiceMaySayThatItStops() {
        Services x = Services.of(ServiceType.NOTIFY).start().runs(7).says(7, "READY=1");

        assertThat(x.says(7, "STOPPING=1").state()).isEqualTo("stop-sigterm");
        assertThat(x.all(UnitEffect.Signal.class)).isEmpty();
        assertThat(x.exits(0).signalled(0).state()).isEqualTo("dead");
    }

    @Test
    void statusAndErrorsAreKept() {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .start()
                        .runs(7)
                        .says(
                                7,
                                "STATUS=half way",
                                "ERRNO=2",
                                "BUSERROR=org.x.No",
                                "VARLINKERROR=io.x.No");

        assertThat(x.record.report().statusText()).isEqualTo("half way");
        assertThat(x.record.report().statusErrno()).isEqualTo(2);
        assertThat(x.record.report().busError()).isEqualTo("org.x.No");
        assertThat(x.record.report().varlinkError()).isEqualTo("io.x.No");
    }

    @Test
    void nonsenseInANotificationIsIgnored() {
        Services x =
                Services.of(ServiceType.NOTIFY)
                        .start()
                        .runs(7)
                        .says(
                                7,
                                "MAINPID=-3",
                                "EXTEND_TIMEOUT_USEC=99999999999999999999",
                                "WATCHDOG_USEC=soon",
                                "ERRNO=");

        assertThat(x.state()).isEqualTo("start");
        assertThat(x.record.main().pid()).isEqualTo(7);
    }

    @Test
    void staleAnswersChangeNothing() {
        Services x = Services.of(ServiceType.SIMPLE).start().runs(7);
        ServiceRecord before = x.record;

        x.happens(new Event.Spawned(999, 1))
                .happens(new Event.Exited(999, 7, ExitCode.EXITED, 1))
                .happens(new Event.TimerElapsed(999))
                .happens(new Event.Signalled(999, 0))
                .happens(new Event.MainPidGuessed(999, 5))
                .happens(new Event.TimerElapsed(0));

        assertThat(x.record).isEqualTo(before);
    }

    @Test
    void anOldEmptinessDoesNotEndANewProcess() {
        Services x = Services.of(ServiceType.SIMPLE).with(ExecRole.START_PRE).start();
        x.runs(1).exits(0);
        x.cgroupEmpty();
        x.spawned(2);

        assertThat(x.record.isCgroupPopulated()).isTrue();
        assertThat(x.state()).isEqualTo("running");
    }
}
