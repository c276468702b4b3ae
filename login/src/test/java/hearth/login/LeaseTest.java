package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.Outcome;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import hearth.login.user.UserRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How leases begin and end, and who lingers by them. */
final class LeaseTest {
    private static final long U1 = 2001;
    private static final String NAME = "u0001";
    private static final CallId CALL = new CallId(5);
    private static final LeaseEnd NEVER = new LeaseEnd.Never();
    private static final World.UserUnit JOB = new World.UserUnit(U1, "job.service");
    private static final LeaseDeclaration.All UNDECLARED = LeaseDeclaration.All.NONE;

    private final World world = new World(false);

    private Outcome grant(LeaseEnd end) {
        Outcome outcome =
                world.login.grantLease(CALL, new LeaseRequest(U1, 0, "backup", "nightly", end));
        world.run();
        return outcome;
    }

    private LeaseEnd in(Duration span) {
        return new LeaseEnd.At(world.now().realtimeUsec() + span.toNanos() / 1_000);
    }

    private List<String> ids() {
        return world.login.leasesOf(U1).stream().map(LingerLease::id).toList();
    }

    private boolean lingers() {
        return world.stateOf(U1).equals("lingering");
    }

    private static LeaseDeclaration.All declared(String file, LeaseEnd end, String... users) {
        return new LeaseDeclaration.All(
                List.of(new LeaseDeclaration(file, List.of(users), "builds", 7, end)), true);
    }

    @Test
    void aLeaseThatIsGrantedKeepsItsUserAndSaysWhy() {
        grant(NEVER);
        assertThat(lingers()).isTrue();
        assertThat(world.said).contains(new LoginEffect.ReplyGrant(CALL, "1"));
        assertThat(world.said).contains(new LoginEffect.LeaseGranted("1", NAME));
        assertThat(world.lingerFiles).containsExactly(NAME);
        assertThat(world.login.leasesOf(U1))
                .extracting(LingerLease::owner, LingerLease::reason)
                .containsExactly(tuple("backup", "nightly"));
    }

    @Test
    void aLeaseEndsAtItsTimeAndStopsWhatItAloneKept() {
        grant(in(Duration.ofMinutes(10)));
        world.pass(599);
        assertThat(lingers()).isTrue();
        world.pass(2);
        assertThat(world.running).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
        assertThat(world.lingerRecords).isEmpty();
        assertThat(world.log()).contains("Lease 1 of u0001 is over: its time has come.");
        assertThat(world.said).contains(new LoginEffect.LeaseEnded("1", NAME, "its time has come"));
    }

    @Test
    void aUserLingersUntilTheLastLeaseEnds() {
        grant(in(Duration.ofMinutes(10)));
        grant(in(Duration.ofMinutes(20)));
        world.pass(601);
        assertThat(lingers()).isTrue();
        assertThat(ids()).containsExactly("2");
        world.pass(600);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void aClockThatIsSetForwardEndsWhatIsOverByIt() {
        grant(in(Duration.ofHours(8)));
        world.setClock(world.now().realtimeUsec() + Duration.ofHours(9).toNanos() / 1_000);
        world.run();
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void aClockThatIsSetBackPutsTheEndOff() {
        grant(in(Duration.ofHours(1)));
        world.setClock(world.now().realtimeUsec() - Duration.ofHours(5).toNanos() / 1_000);
        world.pass(3_700);
        assertThat(lingers()).isTrue();
        world.pass(5 * 3_600);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void anEndInThePastIsRefused() {
        assertThat(grant(in(Duration.ofSeconds(-1))))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.INVALID_ARGS, "the end is not in the future"));
        assertThat(world.lingerRecords).isEmpty();
    }

    @Test
    void anOwnerOrAReasonIsALine() {
        for (String text : List.of("a\nUid=0", "\u001b[2J", "x".repeat(300))) {
            assertThat(world.login.grantLease(CALL, new LeaseRequest(U1, 0, text, "", NEVER)))
                    .isInstanceOf(Outcome.Refused.class);
            assertThat(world.login.grantLease(CALL, new LeaseRequest(U1, 0, "", text, NEVER)))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aLeaseUntilRebootOutlivesTheBrainAndNoBoot() {
        grant(new LeaseEnd.Reboot());
        world.replaceBrain(UNDECLARED);
        assertThat(lingers()).isTrue();
        world.reboot(UNDECLARED);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
        assertThat(world.lingerRecords).isEmpty();
    }

    @Test
    void aLeaseWithATimeOutlivesABootAndEndsAtThatTime() {
        grant(in(Duration.ofMinutes(10)));
        world.reboot(UNDECLARED);
        assertThat(lingers()).isTrue();
        world.pass(601);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void whatEndedWhileTheMachineWasOffIsOverAtBoot() {
        grant(in(Duration.ofMinutes(10)));
        world.setClock(world.now().realtimeUsec() + Duration.ofHours(9).toNanos() / 1_000);
        world.reboot(UNDECLARED);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void aLeaseWhileAUnitRunsEndsWithThatUnit() {
        world.logIn(U1, 91, 176);
        world.activeUnits.add(JOB);
        grant(new LeaseEnd.While("job.service"));
        assertThat(world.said).contains(new LoginEffect.ReplyGrant(CALL, "1"));
        world.logOut("176", 91);
        world.pass(60);
        assertThat(lingers()).isTrue();
        world.stopUserUnit(JOB);
        world.pass(60);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void aLeaseWhileAUnitRunsIsRefusedWhereItDoesNot() {
        grant(new LeaseEnd.While("job.service"));
        assertThat(world.said(LoginEffect.ReplyError.class))
                .extracting(reply -> reply.error().message())
                .containsExactly(
                        "job.service of u0001 is not active: a lease can last only as long as a"
                                + " unit that is");
        assertThat(world.watchedUnits).isEmpty();
        assertThat(world.lingerRecords).isEmpty();
    }

    @Test
    void aUnitIsWatchedOnAfterATakeOver() {
        world.logIn(U1, 91, 176);
        world.activeUnits.add(JOB);
        grant(new LeaseEnd.While("job.service"));
        world.replaceBrain(UNDECLARED);
        assertThat(ids()).containsExactly("1");
        world.stopUserUnit(JOB);
        world.run();
        assertThat(ids()).isEmpty();
    }

    @Test
    void aUnitWhoseLeaseIsRevokedIsWatchedNoMore() {
        world.logIn(U1, 91, 176);
        world.activeUnits.add(JOB);
        grant(new LeaseEnd.While("job.service"));
        world.login.revokeLease(CALL, "1");
        world.run();
        assertThat(world.watchedUnits).isEmpty();
    }

    @Test
    void aRevokedLeaseEnds() {
        grant(NEVER);
        world.login.revokeLease(CALL, "1");
        world.run();
        assertThat(world.said).contains(new LoginEffect.Reply(CALL));
        assertThat(world.login.users()).isEmpty();
        assertThat(world.login.revokeLease(CALL, "1"))
                .isEqualTo(
                        new Outcome.Refused(
                                LoginError.Kind.NO_SUCH_LEASE, "there is no lease '1'"));
    }

    @Test
    void disableLingerEndsWhatTheFileCanShowAndSaysWhatKeepsTheUser() {
        grant(NEVER);
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        world.login.setLinger(CALL, U1, false, U1);
        world.run();
        assertThat(ids()).containsExactly("1");
        assertThat(lingers()).isTrue();
        assertThat(world.lingerFiles).containsExactly(NAME);
        assertThat(world.log())
                .contains(
                        "u0001 lingers on, by lease 1; `hearth linger why u0001` tells of each,"
                                + " `hearth linger revoke u0001` ends what can be ended");
    }

    @Test
    void disableLingerEndsAFileMadeByHandToo() {
        world.makeLingerFile(NAME);
        world.run();
        assertThat(ids()).containsExactly("external/u0001");
        world.login.setLinger(CALL, U1, false, 0);
        world.run();
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void aFileThatIsRemovedIsMadeAgainWhileALeaseLives() {
        grant(NEVER);
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        world.removeLingerFile(NAME);
        world.run();
        assertThat(ids()).containsExactly("1");
        assertThat(world.lingerFiles).containsExactly(NAME);
        assertThat(lingers()).isTrue();
    }

    @Test
    void aFileThatWasRemovedWhileNobodyLookedEndsWhatItShowed() {
        grant(NEVER);
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        world.lingerFiles.clear();
        world.reboot(UNDECLARED);
        assertThat(ids()).containsExactly("1");
        assertThat(world.lingerFiles).containsExactly(NAME);
    }

    @Test
    void aDirectoryThatCannotBeReadHasRemovedNothing() {
        world.login.setLinger(CALL, U1, true, U1);
        world.run();
        var found =
                new Restored.Lingering(
                        Optional.empty(), world.lingerRecords, UNDECLARED, world.boot);
        world.login =
                Login.restore(
                        world.login.settings(),
                        world,
                        new Restored(List.of(), List.of(), found, Map.of()));
        world.run();
        assertThat(ids()).containsExactly("loginctl/u0001");
    }

    @Test
    void filesThatAreMissedInAListAreGone() {
        world.makeLingerFile(NAME);
        world.makeLingerFile("u0002");
        world.run();
        world.lingerFiles.remove(NAME);
        world.login.handle(new LoginEvent.LingerFilesListed(List.of("u0002")));
        world.run();
        assertThat(ids()).isEmpty();
        assertThat(world.stateOf(2002)).isEqualTo("lingering");
    }

    @Test
    void whatIsAnsweredSurvivesTheBrainAndWhatIsNotIsNoHarm() {
        grant(NEVER);
        world.login.grantLease(CALL, new LeaseRequest(U1, 0, "", "second", NEVER));
        world.replaceBrain(UNDECLARED);
        assertThat(ids()).contains("1");
        assertThat(world.lingerFiles).containsExactly(NAME);
        grant(NEVER);
        assertThat(ids()).doesNotHaveDuplicates();
    }

    @Test
    void aLeaseThatCannotBeWrittenIsNone() {
        world.diskFails = true;
        grant(NEVER);
        assertThat(world.said).contains(new LoginEffect.ReplyError(CALL, World.READ_ONLY));
        assertThat(world.login.leases()).isEmpty();
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void aLeaseThatIsOverEndsAlthoughTheDiskDoesNotTakeIt() {
        grant(in(Duration.ofMinutes(10)));
        world.diskFails = true;
        world.pass(601);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.log())
                .contains("It cannot be written down why u0001 lingers: Read-only file system");
    }

    @Test
    void oneUserHasABoundedNumberOfLeases() {
        for (int i = 0; i < LingerOrders.PER_USER_MAX; i++) {
            grant(NEVER);
        }
        world.said.clear();
        grant(NEVER);
        assertThat(world.said(LoginEffect.ReplyError.class))
                .extracting(reply -> reply.error().kind())
                .containsExactly(LoginError.Kind.LIMITS_EXCEEDED);
        assertThat(ids()).hasSize(LingerOrders.PER_USER_MAX);
    }

    @Test
    void aDeclaredLeaseLastsAsLongAsItsDeclaration() {
        world.login.declareLeases(declared("/etc/hearth/linger.d/ci.conf", NEVER, NAME, "u0002"));
        world.run();
        assertThat(ids()).containsExactly("ci.conf/u0001");
        assertThat(lingers()).isTrue();
        assertThat(world.login.revokeLease(CALL, "ci.conf/u0001"))
                .isInstanceOf(Outcome.Refused.class);
        world.login.declareLeases(declared("/etc/hearth/linger.d/ci.conf", NEVER, "u0002"));
        world.run();
        assertThat(ids()).isEmpty();
        assertThat(world.lingerFiles).containsExactly("u0002");
        world.reboot(UNDECLARED);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void aDeclaredLeaseEndsWhenItsFileSaysNow() {
        String file = "/etc/hearth/linger.d/ci.conf";
        world.login.declareLeases(declared(file, in(Duration.ofMinutes(10)), NAME));
        world.login.declareLeases(declared(file, in(Duration.ofMinutes(20)), NAME));
        world.pass(601);
        assertThat(ids()).containsExactly("ci.conf/u0001");
        world.pass(600);
        assertThat(world.login.users()).isEmpty();
    }

    @Test
    void declarationsThatCannotBeReadEndNothing() {
        world.login.declareLeases(declared("/etc/hearth/linger.d/ci.conf", NEVER, NAME));
        world.run();
        world.reboot(new LeaseDeclaration.All(List.of(), false));
        assertThat(ids()).containsExactly("ci.conf/u0001");
    }

    @Test
    void aDeclaredUserWhoIsNotKnownYetIsAskedForAgain() {
        world.reboot(declared("/etc/hearth/linger.d/ci.conf", NEVER, "late"));
        world.nameService.put(3000L, new UserRecord(3000, 3000, "late", "/home/late"));
        world.pass(8);
        assertThat(world.stateOf(3000)).isEqualTo("lingering");
    }

    @Test
    void theLeasesOfADeletedUserGoWithTheUser() {
        grant(NEVER);
        world.nameService.remove(U1);
        world.reboot(UNDECLARED);
        world.pass(Duration.ofHours(23).toSeconds());
        assertThat(world.lingerFiles).containsExactly(NAME);
        world.pass(Duration.ofHours(2).toSeconds());
        assertThat(world.lingerFiles).isEmpty();
        assertThat(world.lingerRecords).isEmpty();
        assertThat(world.timers).isEmpty();
    }

    @Test
    void aNameServiceThatDoesNotAnswerDeletesNobody() {
        grant(NEVER);
        world.nameServiceFails = true;
        world.reboot(UNDECLARED);
        world.pass(Duration.ofDays(40).toSeconds());
        assertThat(world.lingerFiles).containsExactly(NAME);
        world.nameServiceFails = false;
        world.pass(601);
        assertThat(lingers()).isTrue();
    }

    @Test
    void whoHasTheNameOfADeletedUserDoesNotHaveTheLeases() {
        grant(NEVER);
        world.nameService.remove(U1);
        world.nameService.put(2099L, new UserRecord(2099, 2099, NAME, "/home/x"));
        world.reboot(UNDECLARED);
        assertThat(world.login.users()).isEmpty();
        assertThat(world.lingerRecords).isEmpty();
    }

    @Test
    void aLeaseForWhoeverHasThatNameNowTakesUpNoneOfTheOtherOnes() {
        grant(NEVER);
        world.nameService.remove(U1);
        world.nameServiceFails = true;
        world.reboot(UNDECLARED);
        world.nameServiceFails = false;
        world.nameService.put(2099L, new UserRecord(2099, 2099, NAME, "/home/x"));
        world.login.grantLease(CALL, new LeaseRequest(2099, 0, "", "", NEVER));
        world.run();
        assertThat(world.login.leasesOf(2099)).extracting(LingerLease::id).containsExactly("2");
        assertThat(world.login.leasesOf(U1)).isEmpty();
    }

    @Test
    void aFileGoesOnForWhoeverHasThatName() {
        world.makeLingerFile(NAME);
        world.run();
        world.nameService.remove(U1);
        world.nameService.put(2099L, new UserRecord(2099, 2099, NAME, "/home/x"));
        world.reboot(UNDECLARED);
        assertThat(world.stateOf(2099)).isEqualTo("lingering");
        assertThat(world.login.leasesOf(U1)).isEmpty();
    }

    @Test
    void leasesThatWaitForTheirUnitsCountAsWell() {
        world.logIn(U1, 91, 176);
        world.activeUnits.add(JOB);
        for (int i = 0; i <= LingerOrders.PER_USER_MAX; i++) {
            world.login.grantLease(
                    new CallId(i),
                    new LeaseRequest(U1, 0, "", "", new LeaseEnd.While("job.service")));
        }
        world.run();
        assertThat(ids()).hasSize(LingerOrders.PER_USER_MAX);
        assertThat(world.watchedUnits).hasSize(LingerOrders.PER_USER_MAX);
    }

    @Test
    void aUserHasFewLeasesThatWaitForUnitsToBeLookedAt() {
        world.logIn(U1, 91, 176);
        for (int i = 0; i <= LingerOrders.PER_USER_MAX; i++) {
            world.login.grantLease(
                    new CallId(i),
                    new LeaseRequest(U1, 0, "", "", new LeaseEnd.While("no.service")));
        }
        assertThat(world.said(LoginEffect.WatchUserUnit.class)).hasSize(LingerOrders.PER_USER_MAX);
        assertThat(world.said(LoginEffect.ReplyError.class))
                .extracting(reply -> reply.error().kind())
                .containsExactly(LoginError.Kind.LIMITS_EXCEEDED);
        world.run();
        grant(NEVER); // they were refused, and count no more
        assertThat(ids()).hasSize(1);
    }

    @Test
    void whoPlaysWithLeasesFillsNoLog() {
        for (int i = 0; i < 1_000; i++) {
            grant(NEVER);
            world.login.setLinger(CALL, U1, true, U1);
            world.login.setLinger(CALL, U1, false, U1);
            world.run();
            world.login.revokeLease(CALL, ids().getFirst());
            world.run();
        }
        assertThat(world.log()).filteredOn(line -> line.contains(NAME)).hasSize(LeaseLog.LINES_MAX);

        world.said.clear();
        world.pass(61);
        assertThat(world.log())
                .singleElement()
                .asString()
                .endsWith("more messages about leases of u0001 were left out.");
        grant(NEVER);
        world.login.revokeLease(CALL, ids().getFirst());
        world.run();
        assertThat(world.log()).anyMatch(line -> line.endsWith("is over: it was ended."));
    }

    @Test
    void aRecordWithMistakesIsReadAsFarAsItGoes() {
        world.lingerRecords.put(
                NAME,
                """
                [User]
                Uid=2001
                [Lease 1]
                Origin=granted
                Colour=red
                nonsense
                [Lease 2]
                Origin=granted
                UntilUsec=soon
                """);
        world.lingerFiles.add(NAME);
        world.reboot(UNDECLARED);
        assertThat(ids()).containsExactly("1", "2");
        assertThat(world.log())
                .contains(
                        "/var/lib/hearth/linger/u0001:6: neither a section nor NAME=VALUE, ignored",
                        "/var/lib/hearth/linger/u0001:9: UntilUsec= is no number, taken as not"
                                + " there: 'soon'");
    }

    @Test
    void aRecordThatSaysNothingLeavesTheFileToBeMadeByHand() {
        world.lingerRecords.put(NAME, "\u0000\u0001garbage");
        world.lingerFiles.add(NAME);
        world.reboot(UNDECLARED);
        assertThat(ids()).containsExactly("external/u0001");
    }

    @Test
    void whatIsAskedForWhileAnotherIsWrittenWaitsForIt() {
        world.login.grantLease(CALL, new LeaseRequest(U1, 0, "", "", NEVER));
        world.login.grantLease(new CallId(6), new LeaseRequest(U1, 0, "", "", NEVER));
        world.login.setLinger(new CallId(7), U1, false, 0);
        world.run();
        assertThat(ids()).containsExactly("1", "2");
        assertThat(world.said)
                .contains(
                        new LoginEffect.ReplyGrant(CALL, "1"),
                        new LoginEffect.ReplyGrant(new CallId(6), "2"),
                        new LoginEffect.Reply(new CallId(7)));
        assertThat(Set.copyOf(world.lingerRecords.keySet())).containsExactly(NAME);
    }

    @Test
    void whoAsksThatSomebodyLingersAgainAndAgainIsAskedToWait() {
        for (int i = 0; i < LingerPace.ORDERS_MAX; i++) {
            assertThat(world.login.setLinger(CALL, U1, true, U1)).isEqualTo(new Outcome.Later());
            assertThat(world.login.setLinger(CALL, U1, false, U1)).isEqualTo(new Outcome.Later());
        }
        assertThat(world.login.setLinger(CALL, U1, true, U1))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.error().kind())
                                        .isEqualTo(LoginError.Kind.LIMITS_EXCEEDED));
        assertThat(world.login.setLinger(CALL, U1, false, U1)).isEqualTo(new Outcome.Later());
        assertThat(world.login.setLinger(CALL, U1, true, U1 + 1)).isEqualTo(new Outcome.Later());
        assertThat(world.login.setLinger(CALL, U1, true, 0)).isEqualTo(new Outcome.Later());

        world.pass(LingerPace.WHILE.toSeconds());
        assertThat(world.login.setLinger(CALL, U1, true, U1)).isEqualTo(new Outcome.Later());
    }
}
