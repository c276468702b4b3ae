package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.LoadState;
import hearth.manager.graph.UnitEdge;
import hearth.manager.host.Effect;
import hearth.manager.host.ExitCode;
import hearth.manager.job.JobResult;
import hearth.manager.job.Outcome;
import hearth.manager.job.Refusal;
import hearth.manager.type.service.ServiceRecord;
import hearth.unit.NamePatterns;
import hearth.unit.value.JobMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Units themselves: transient ones, scopes, new definitions, properties, listings. */
class ManagerUnitsTest {
    @Test
    void aNameOnTheBusIsOneServicesAlone() {
        House house = House.ofUser();
        house.service("first", "Type=simple\nBusName=org.example.A\nExecStart=/bin/a");
        house.service("second", "Type=simple\nBusName=org.example.A\nExecStart=/bin/b");
        house.begin();
        house.manager.startUnit("first.service", JobMode.REPLACE);

        var refused = house.manager.startUnit("second.service", JobMode.REPLACE);

        assertThat(refused)
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.BUS_NAME_TAKEN,
                                "Unit second.service failed to load properly, please adjust/correct"
                                        + " and reload service manager: File exists"));
        assertThat(house.manager.loadUnit("second.service"))
                .extracting(it -> ((Outcome.Done<Unit>) it).value().loadState())
                .isEqualTo(LoadState.ERROR);
    }

    @Test
    void aNameOnTheBusIsFreeWhenItsServiceIsForgotten() {
        House house = House.ofUser();
        house.service("first", "Type=simple\nBusName=org.example.A\nExecStart=/bin/a");
        house.service("second", "Type=simple\nBusName=org.example.A\nExecStart=/bin/b");
        house.begin();
        house.manager.loadUnit("first.service");
        house.manager.release();

        assertThat(house.manager.startUnit("second.service", JobMode.REPLACE))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aScopeLivesAsLongAsItsProcesses() {
        House house = House.ofUser().begin();
        int pid = house.host.add(0, "shell", "/elsewhere", "sleep");

        var result =
                house.finish(
                        house.manager.startTransientUnit(
                                new TransientUnit(
                                        "run-1.scope",
                                        "[Unit]\nDescription=a scope\n",
                                        List.of(pid),
                                        ""),
                                JobMode.FAIL,
                                List.of()));

        assertThat(result).isEqualTo(JobResult.DONE);
        assertThat(house.state("run-1.scope")).isEqualTo("active/running");
        assertThat(house.host.cgroupOf(pid)).contains(House.APP + "run-1.scope");
        house.host.exit(pid, ExitCode.EXITED, 0);
        house.host.settle(house.manager);
        assertThat(house.manager.getUnit("run-1.scope")).isInstanceOf(Outcome.Refused.class);
        assertThat(house.host.transientFiles).isEmpty();
    }

    @Test
    void aTransientServiceGoesWhenItHasEndedAndNobodyHoldsIt() {
        House house = House.ofUser().begin();
        TransientUnit unit =
                new TransientUnit(
                        "run-2.service", "[Service]\nExecStart=/bin/true\n", List.of(), "");

        house.finish(house.manager.startTransientUnit(unit, JobMode.FAIL, List.of()));

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTransientServiceStaysWhileAClientHoldsIt() {
        House house = House.ofUser().begin();
        TransientUnit unit =
                new TransientUnit(
                        "run-2.service", "[Service]\nExecStart=/bin/true\n", List.of(), "");
        house.manager.startTransientUnit(unit, JobMode.FAIL, List.of());
        house.manager.refUnit("run-2.service", ":1.7");
        house.host.settle(house.manager);

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Done.class);
        house.manager.clientGone(":1.7");

        assertThat(house.manager.getUnit("run-2.service")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void withAllClientsGoTheUnitsThatTheyHeld() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.startUnit("hello.service", JobMode.REPLACE);
        for (String client : List.of(":1.7", ":1.8")) {
            house.manager.refUnit("hello.service", client);
            house.manager.refUnit("other.target", client);
        }
        house.manager.allClientsGone();

        assertThat(house.unit("hello.service").references()).isEmpty();
        assertThat(house.manager.getUnit("other.target")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void aTransientUnitCannotTakeTheNameOfAFile() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        Outcome<?> outcome =
                house.manager.startTransientUnit(
                        new TransientUnit(
                                "hello.service", "[Service]\nExecStart=/bin/true\n", List.of(), ""),
                        JobMode.FAIL,
                        List.of());

        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Refused<>(
                                Refusal.UNIT_EXISTS,
                                "Unit hello.service was already loaded or has a fragment file."));
    }

    @Test
    void aReloadBringsNewDefinitionsAndKeepsWhatRuns() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int pid = house.host.processesOf("hello.service").getFirst().pid();

        house.file(
                "hello.service",
                "[Unit]\nDescription=new words\n[Service]\nExecStart=/bin/sleep 2\n");
        house.manager.reload(house.files());

        assertThat(house.unit("hello.service").description()).isEqualTo("new words");
        assertThat(
                        house.unit("hello.service")
                                .record(ServiceRecord.class)
                                .orElseThrow()
                                .main()
                                .pid())
                .isEqualTo(pid);
        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);
    }

    @Test
    void aRunningUnitWhoseFileIsGoneCanStillBeStopped() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        House other = House.ofUser();

        house.manager.reload(other.files());

        assertThat(house.unit("hello.service").loadState()).isEqualTo(LoadState.NOT_FOUND);
        assertThat(house.stop("hello.service")).isEqualTo(JobResult.DONE);
        assertThat(house.host.processes).isEmpty();
    }

    private static NamePatterns patterns(String... texts) {
        return NamePatterns.of(List.of(texts)).orElseThrow();
    }

    @Test
    void unitsAreListedByStateAndPattern() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        assertThat(house.manager.listUnits(Set.of("running"), patterns("*.service")))
                .extracting(Unit::id)
                .containsExactly("hello.service");
        assertThat(house.manager.listUnits(Set.of(), patterns("he?lo.[st]ervice")))
                .extracting(Unit::id)
                .containsExactly("hello.service");
    }

    @Test
    void theStateIsWrittenDownBeforeAnythingIsSpawned() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();

        house.start("hello.service");

        assertThat(house.host.isRecordedBeforeEffects).isTrue();
        assertThat(house.host.snapshots).containsKeys("hello.service", "manager");
    }

    @Test
    void aProcessLeadsToItsUnit() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");
        int pid = house.host.processesOf("hello.service").getFirst().pid();

        assertThat(House.done(house.manager.getUnitByPid(pid)).id()).isEqualTo("hello.service");
        assertThat(
                        House.done(
                                        house.manager.getUnitByInvocationId(
                                                house.unit("hello.service").invocationId()))
                                .id())
                .isEqualTo("hello.service");
    }

    @Test
    void propertiesAreWrittenAndCountAtOnce() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        house.manager.setProperties(
                "hello.service", true, "50-Description.conf", "[Unit]\nDescription=now\n");

        assertThat(house.unit("hello.service").description()).isEqualTo("now");
        assertThat(house.host.emitted(Effect.WriteDropIn.class)).hasSize(1);
        assertThat(house.host.emitted(Effect.ApplyCgroupAttributes.class)).hasSize(1);
        assertThat(house.manager.setProperties("no.service", true, "x.conf", ""))
                .isEqualTo(
                        new Outcome.Refused<>(Refusal.NO_SUCH_UNIT, "Unit no.service not found."));
    }

    @Test
    void aSliceWithoutADescriptionIsDescribedByItsPath() {
        House house = House.ofUser().begin();

        assertThat(house.unit("a-b\\x2dc.slice").description()).isEqualTo("Slice /a/b-c");
        assertThat(house.unit("nosuch.service").description()).isEqualTo("nosuch.service");
    }

    @Test
    void whatIsWrittenForTheRuntimeCountsBeforeWhatIsKept() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.manager.setProperties(
                "hello.service", false, "50-Description.conf", "[Unit]\nDescription=Kept\n");

        house.manager.setProperties(
                "hello.service", true, "50-Description.conf", "[Unit]\nDescription=Passing\n");

        assertThat(house.unit("hello.service").description()).isEqualTo("Passing");
    }

    @Test
    void aUnitWhoseFilesHaveChangedSaysSo() {
        House house = House.ofUser().service("hello", "ExecStart=/bin/sleep 1").begin();
        house.start("hello.service");

        house.manager.noteFilesChanged(house.source());
        assertThat(house.unit("hello.service").needsDaemonReload()).isFalse();
        house.file("hello.service.d", "").wants("hello.service", "x.service");
        house.manager.noteFilesChanged(House.ofUser().source());

        assertThat(house.unit("hello.service").needsDaemonReload()).isTrue();
        house.manager.reload(house.files());
        assertThat(house.unit("hello.service").needsDaemonReload()).isFalse();
    }

    @Test
    void theLogOfABadUnitNamesFileLineAndCause() {
        House house = House.ofUser().service("bad", "Bogus=1", "ExecStart=bin/true").begin();

        Unit bad = house.unit("bad.service");

        assertThat(bad.loadState()).isEqualTo(LoadState.BAD_SETTING);
        assertThat(house.host.log)
                .containsSubsequence(
                        house.path("bad.service")
                                + ":2:7: unknown directive 'Bogus=' in [Service], ignored",
                        house.path("bad.service")
                                + ":3:11: 'bin/true' is neither an absolute path nor a program's"
                                + " name");
    }

    @Test
    void theLogOfAUnitThatContradictsItselfSaysSo() {
        House house = House.ofUser().service("idle", "Type=oneshot").begin();

        house.unit("idle.service");

        assertThat(house.host.log)
                .anySatisfy(line ->
                        assertThat(line)
                                .startsWith(house.path("idle.service") + ": ")
                                .contains("ExecStart="));
    }

    @Test
    void theLogOfAFileThatCannotBeReadNamesTheLineThatEndedIt() {
        House house = House.ofUser().file("odd.service", "[Nonsense]", "[Service").begin();

        Unit odd = house.unit("odd.service");

        assertThat(odd.loadState()).isEqualTo(LoadState.ERROR);
        assertThat(odd.loadError()).startsWith(house.path("odd.service") + ":2:");
        assertThat(house.host.log).contains(odd.loadError());
    }

    /** Who listens hears of thousands of units otherwise, each time. */
    @Test
    void aReloadTellsOfUnitsThatItChangesAlone() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/a").service("b", "ExecStart=/bin/b");
        house.wants("default.target", "a.service", "b.service").begin();
        List<String> changed = new ArrayList<>();
        house.manager.addListener(
                new ManagerListener() {
                    @Override
                    public void unitChanged(Unit unit) {
                        changed.add(unit.id());
                    }
                });

        house.manager.reload(house.files());
        assertThat(changed).isEmpty();
        house.service("b", "ExecStart=/bin/other");
        house.manager.reload(house.files());
        assertThat(changed).containsExactly("b.service");
    }

    @Test
    void aReloadTakesWhatHasChangedAndLeavesTheRest() {
        House house =
                House.ofUser().service("a", "ExecStart=/bin/a").service("b", "ExecStart=/bin/b");
        house.wants("default.target", "a.service", "b.service").begin();
        var a = house.unit("a.service").settings();
        var b = house.unit("b.service").settings();

        house.service("b", "ExecStart=/bin/b", "Nice=5");
        house.wants("a.service", "b.service");
        house.manager.reload(house.files());

        assertThat(house.unit("a.service").settings()).isEqualTo(a);
        assertThat(house.unit("b.service").settings()).isNotEqualTo(b);
        assertThat(house.unit("a.service").edges(UnitEdge.WANTS))
                .extracting(Unit::id)
                .contains("b.service");
    }
}
