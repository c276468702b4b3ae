package hearth.manager.type.service;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.host.Event;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.value.service.NotifyAccess;
import hearth.unit.value.service.RestartPolicy;
import hearth.unit.value.service.ServiceType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Descriptors that a service stores with its manager. */
class ServiceStoreTest {
    private static final Map<String, String> STORE = Map.of("FDSTORE", "1");

    private static Services running() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.access = NotifyAccess.MAIN;
        x.storedMax = 3;
        return x.start().runs(7);
    }

    @Test
    void whatTheMainProcessSendsIsStoredUnderItsName() {
        Services x = running().sends(7, 5, Map.of("FDSTORE", "1", "FDNAME", "a b"));

        assertThat(x.all(UnitEffect.Store.class))
                .containsExactly(new UnitEffect.Store(5, "a b", true, 3));
        assertThat(x.all(UnitEffect.DropDescriptors.class)).isEmpty();
    }

    @Test
    void withoutANameOrWithOneThatCannotBeItIsCalledStored() {
        Services x = running().sends(7, 5, STORE);
        x.sends(7, 6, Map.of("FDSTORE", "1", "FDNAME", "a:b", "FDPOLL", "0"));

        assertThat(x.all(UnitEffect.Store.class))
                .containsExactly(
                        new UnitEffect.Store(5, "stored", true, 3),
                        new UnitEffect.Store(6, "stored", false, 3));
        assertThat(x.words())
                .containsExactly("x.service: Passed FDNAME= name is invalid, ignoring.");
    }

    @Test
    void whatAStrangerSendsIsClosed() {
        Services x = running().sends(8, 5, STORE);

        assertThat(x.all(UnitEffect.Store.class)).isEmpty();
        assertThat(x.all(UnitEffect.DropDescriptors.class))
                .containsExactly(new UnitEffect.DropDescriptors(5));
    }

    @Test
    void descriptorsThatNobodyAsksToStoreAreClosed() {
        Services x = running().sends(7, 5, Map.of("READY", "1"));

        assertThat(x.all(UnitEffect.DropDescriptors.class))
                .containsExactly(new UnitEffect.DropDescriptors(5));
    }

    @Test
    void whatAProgramSendsBeforeItsProcessIsKnownIsHeldUntilItIs() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.access = NotifyAccess.MAIN;
        x.storedMax = 1;
        x.start().sends(7, 5, STORE).sends(8, 6, STORE);

        assertThat(x.all(UnitEffect.HoldDescriptors.class))
                .containsExactly(
                        new UnitEffect.HoldDescriptors(5), new UnitEffect.HoldDescriptors(6));
        assertThat(x.all(UnitEffect.Store.class)).isEmpty();

        x.spawned(7);

        assertThat(x.all(UnitEffect.Store.class))
                .containsExactly(new UnitEffect.Store(5, "stored", true, 1));
        assertThat(x.all(UnitEffect.DropDescriptors.class))
                .containsExactly(new UnitEffect.DropDescriptors(6));
    }

    @Test
    void whatIsHeldForAProcessThatIsNotMadeIsClosed() {
        Services x = Services.of(ServiceType.SIMPLE);
        x.access = NotifyAccess.MAIN;
        x.start().sends(7, 5, STORE);

        x.happens(new Event.SpawnFailed(x.lastRun().token(), 11, "no more processes"));

        assertThat(x.all(UnitEffect.DropDescriptors.class))
                .containsExactly(new UnitEffect.DropDescriptors(5));
    }

    @Test
    void oneIsTakenOutByItsNameAndOnlyByOne() {
        Services x = running().sends(7, 0, Map.of("FDSTOREREMOVE", "1", "FDNAME", "a"));
        x.sends(7, 0, Map.of("FDSTOREREMOVE", "1"));

        assertThat(x.all(UnitEffect.RemoveStored.class))
                .containsExactly(new UnitEffect.RemoveStored("a"));
        assertThat(x.words())
                .containsExactly(
                        "x.service: FDSTOREREMOVE=1 requested, but no valid file descriptor name"
                                + " passed, ignoring.");
    }

    @Test
    void theyStayWhileItIsAboutToRestartAndGoWhenThatIsCalledOff() {
        Services x = Services.of(ServiceType.SIMPLE).restarting(RestartPolicy.ALWAYS);
        x.start().runs(7).happens(new Event.DescriptorsStored("x.service", 2));

        x.dies(9).signalled(0);
        assertThat(x.state()).isEqualTo("auto-restart");
        assertThat(x.all(UnitEffect.CloseStored.class)).isEmpty();
        assertThat(x.record.storedDescriptors()).isEqualTo(2);

        x.feed(new UnitEvent.Stop(true)).start();
        assertThat(x.all(UnitEffect.CloseStored.class)).isEmpty();
        assertThat(x.record.storedDescriptors()).isEqualTo(2);

        x.runs(8).dies(9).signalled(0).feed(new UnitEvent.Stop(false));

        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.all(UnitEffect.CloseStored.class)).hasSize(1);
        assertThat(x.record.storedDescriptors()).isZero();
    }

    @Test
    void theyGoWhereTheStartOfARestartDoesNotCome() {
        Services x = running().happens(new Event.DescriptorsStored("x.service", 2));
        x.feed(new UnitEvent.Stop(true)).dies(15).signalled(0);
        assertThat(x.state()).isEqualTo("dead");
        assertThat(x.all(UnitEffect.CloseStored.class)).isEmpty();
        assertThat(x.all(UnitEffect.AwaitQuiet.class)).hasSize(1);

        x.feed(new UnitEvent.Quiet());

        assertThat(x.all(UnitEffect.CloseStored.class)).hasSize(1);
    }

    @Test
    void whoTakesOverBetweenStopAndStartLetsThemGoAsWell() {
        Services x = running().happens(new Event.DescriptorsStored("x.service", 2));
        x.feed(new UnitEvent.Stop(true)).dies(15).signalled(0);
        x.happens(new Event.DescriptorsStored("x.service", 2)); // what the next manager counts

        assertThat(x.all(UnitEffect.AwaitQuiet.class)).hasSize(2);
        assertThat(x.feed(new UnitEvent.Quiet()).all(UnitEffect.CloseStored.class)).hasSize(1);
    }

    @Test
    void quietTakesNothingFromAServiceThatWasStartedAgain() {
        Services x = running().happens(new Event.DescriptorsStored("x.service", 2));
        x.feed(new UnitEvent.Stop(true)).dies(15).signalled(0).start().runs(8);

        x.feed(new UnitEvent.Quiet());

        assertThat(x.all(UnitEffect.CloseStored.class)).isEmpty();
    }
}
