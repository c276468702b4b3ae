package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.Outcome;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may linger by the administrator's rules. */
class LingerPolicyTest {
    private static final long U1 = 2001;
    private static final long U2 = 2002;
    private static final String NAME = "u0001";
    private static final CallId CALL = new CallId(5);
    private static final long HOUR_USEC = 3_600_000_000L;
    private static final LingerPolicy.Whom EVERYBODY =
            new LingerPolicy.Whom(true, Set.of(), Set.of(), List.of());

    private final World world = new World(false);

    private static LingerPolicy.Rule rule(LingerPolicy.Whom whom, boolean allows, long longest) {
        return new LingerPolicy.Rule(
                "rule r at f:3",
                whom,
                allows,
                longest == 0 ? OptionalLong.empty() : OptionalLong.of(longest));
    }

    private static LingerPolicy.Whom user(String name) {
        return new LingerPolicy.Whom(false, Set.of(name), Set.of(), List.of());
    }

    private static LingerPolicy.Whom group(String name) {
        return new LingerPolicy.Whom(false, Set.of(), Set.of(name), List.of());
    }

    private void rules(LingerPolicy.Rule... rules) {
        world.login.setLingerPolicy(new LingerPolicy(List.of(rules), Long.MAX_VALUE));
    }

    /** Enables lingering, and returns why not; empty where it was done. */
    private String enable(long uid, long caller) {
        world.said.clear();
        world.login.setLinger(CALL, uid, true, caller);
        world.run();
        return refusal();
    }

    private String grant(LeaseEnd end) {
        world.said.clear();
        world.login.grantLease(CALL, new LeaseRequest(U1, U1, "", "", end));
        world.run();
        return refusal();
    }

    private String refusal() {
        return world.said(LoginEffect.ReplyError.class).stream()
                .map(it -> it.error().message())
                .findFirst()
                .orElse("");
    }

    private LingerVerdict may(long uid) {
        world.said.clear();
        world.login.mayLinger(CALL, uid, U2);
        world.run();
        return world.said(LoginEffect.ReplyMayLinger.class).getFirst().verdict();
    }

    @Test
    void whomNoRuleFitsMay() {
        rules(rule(user("somebody"), false, 0));
        assertThat(enable(U1, U1)).isEmpty();
        assertThat(may(U1)).isEqualTo(new LingerVerdict(true, OptionalLong.empty(), ""));
    }

    @Test
    void theFirstRuleThatFitsDecides() {
        rules(rule(user(NAME), false, 0), rule(EVERYBODY, true, 0));
        assertThat(enable(U1, U1)).isEqualTo("u0001 may not linger, by rule r at f:3");
        assertThat(enable(U2, U2)).isEmpty();
        assertThat(may(U1).allows()).isFalse();

        rules(rule(EVERYBODY, true, 0), rule(user(NAME), false, 0));
        assertThat(enable(U1, U1)).isEmpty();
    }

    @Test
    void rootsWordCountsWithoutRules() {
        rules(rule(EVERYBODY, false, 0));
        assertThat(enable(U1, 0)).isEmpty();
        assertThat(world.stateOf(U1)).isEqualTo("lingering");
        assertThat(may(U1).allows()).isFalse();
    }

    @Test
    void toEndIsFree() {
        enable(U1, U1);
        rules(rule(EVERYBODY, false, 0));
        world.login.setLinger(CALL, U1, false, U1);
        world.run();
        assertThat(refusal()).isEmpty();
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void aLeaseIsNoLongerThanTheRuleSays() {
        rules(rule(EVERYBODY, true, HOUR_USEC));
        long now = world.now().realtimeUsec();
        assertThat(grant(new LeaseEnd.At(now + HOUR_USEC))).isEmpty();
        assertThat(grant(new LeaseEnd.At(now + HOUR_USEC + 1)))
                .startsWith("u0001 may linger by a lease of 1h at most, by rule r at f:3");
        assertThat(grant(new LeaseEnd.Never())).isNotEmpty();
        assertThat(grant(new LeaseEnd.Reboot())).isNotEmpty();
        assertThat(grant(new LeaseEnd.While("a.service"))).isNotEmpty();
        assertThat(enable(U1, U1)).isNotEmpty();
        assertThat(may(U1).longestUsec()).hasValue(HOUR_USEC);
    }

    @Test
    void groupsAreAskedForWhereRulesNameThem() {
        world.members.put("students", Set.of(NAME));
        rules(rule(group("students"), false, 0));
        assertThat(enable(U1, U1)).contains("may not linger");
        assertThat(enable(U2, U2)).isEmpty();

        rules(rule(user(NAME), false, 0));
        enable(U1, U1);
        assertThat(world.said(LoginEffect.LookUpGroups.class)).isEmpty();
    }

    @Test
    void whereGroupsAreNotKnownNobodyIsLetThrough() {
        rules(rule(group("students"), false, 0));
        world.login.setLinger(CALL, U1, true, U1);
        world.run(); // the name service has answered who that is
        world.said.clear();
        world.login.setLinger(CALL, U1, true, U1);
        var asked = world.said(LoginEffect.LookUpGroups.class);
        assertThat(asked).hasSize(1);
        world.login.handle(
                new LoginEvent.GroupsLookedUp(asked.getFirst().token(), Optional.empty()));

        assertThat(world.said(LoginEffect.ReplyError.class))
                .singleElement()
                .extracting(it -> it.error().kind())
                .isEqualTo(LoginError.Kind.FAILED);
    }

    @Test
    void numbersAreInRanges() {
        var range =
                new LingerPolicy.Whom(
                        false, Set.of(), Set.of(), List.of(new LingerPolicy.UidRange(U2, 2999)));
        rules(rule(range, false, 0));
        assertThat(may(U1).allows()).isTrue();
        assertThat(may(U2).allows()).isFalse();
    }

    @Test
    void soManyLingerAndNoMore() {
        world.login.setLingerPolicy(new LingerPolicy(List.of(), 1));
        assertThat(enable(U1, U1)).isEmpty();
        assertThat(enable(U1, U1)).isEmpty(); // does already
        assertThat(enable(U2, U2)).contains("1 users linger, and no more may");
        assertThat(may(U2).origin()).isEqualTo("LingerersMax=1");

        world.login.setLinger(CALL, U1, false, U1);
        world.run();
        world.pass(Duration.ofMinutes(1).toSeconds());
        assertThat(enable(U2, U2)).isEmpty();
    }

    @Test
    void aSpanIsSaidAsItIsTyped() {
        assertThat(refusalFor(30_000_000L))
                .isEqualTo(
                        "u0001 may linger by a lease of 30s at most, by rule r at f:3;"
                                + " `hearth linger grant --for 30s` asks for one");
        assertThat(refusalFor(26 * HOUR_USEC)).contains("a lease of 26h at most", "--for 26h`");
        assertThat(refusalFor(90 * 60_000_000L)).contains("a lease of 90min at most");
        assertThat(refusalFor(1_500_000L)).contains("a lease of 1500ms at most");
        assertThat(refusalFor(1L)).contains("a lease of 1us at most");
    }

    private String refusalFor(long longestUsec) {
        rules(rule(EVERYBODY, true, longestUsec));
        return enable(U1, U1);
    }

    @Test
    void whoseChangeIsUnderWayCounts() {
        know(U1);
        know(U2);
        world.login.setLingerPolicy(new LingerPolicy(List.of(), 1));
        world.said.clear();
        world.login.setLinger(CALL, U1, true, U1);
        world.login.setLinger(new CallId(6), U1, true, U1); // is no second one
        world.login.setLinger(new CallId(7), U2, true, U2);
        world.run();

        assertThat(refusals()).containsExactly(new CallId(7));
        assertThat(world.lingerFiles).containsExactly(NAME);
    }

    @Test
    void whoWaitsForAUnitCounts() {
        know(U1);
        know(U2);
        world.activeUnits.add(new World.UserUnit(U1, "a.service"));
        world.activeUnits.add(new World.UserUnit(U2, "a.service"));
        world.login.setLingerPolicy(new LingerPolicy(List.of(), 1));
        world.said.clear();
        grantWhile(U1, CALL);
        grantWhile(U2, new CallId(7));
        world.run();

        assertThat(refusals()).containsExactly(new CallId(7));
        assertThat(world.lingerFiles).containsExactly(NAME);
    }

    @Test
    void theRulesOfTheMomentWhenAUnitIsSeenActiveCount() {
        know(U1);
        world.activeUnits.add(new World.UserUnit(U1, "a.service"));
        world.said.clear();
        grantWhile(U1, CALL);
        rules(rule(user(NAME), false, 0));
        world.run();
        assertThat(refusal()).isEqualTo("u0001 may not linger, by rule r at f:3");
        assertThat(world.watchedUnits).isEmpty();

        rules();
        world.said.clear();
        grantWhile(U1, CALL);
        rules(rule(group("students"), false, 0)); // nobody has asked who is in it
        world.run();
        assertThat(refusal()).contains("other groups");
        assertThat(world.lingerFiles).isEmpty();
    }

    @Test
    void groupsThatWereAskedForCountWhenAUnitIsSeenActive() {
        know(U1);
        world.activeUnits.add(new World.UserUnit(U1, "a.service"));
        world.members.put("students", Set.of(NAME));
        rules(rule(group("students"), true, 0), rule(EVERYBODY, false, 0));
        world.said.clear();
        grantWhile(U1, CALL);
        world.run();
        assertThat(refusal()).isEmpty();
        assertThat(world.lingerFiles).containsExactly(NAME);
    }

    @Test
    void oneAccountsNumbersHaveOnePace() {
        world.login.setAccounts(uid -> uid >= 100_000 ? 99_999 : uid);
        know(U1);
        for (int i = 0; i < LingerPace.ORDERS_MAX; i++) {
            assertThat(enable(U1, 100_000 + i)).isEmpty();
        }
        assertThat(world.login.setLinger(CALL, U1, true, 200_000))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(world.login.setLinger(CALL, U1, true, U2)).isInstanceOf(Outcome.Later.class);
    }

    /** Logs somebody in: the name service is asked no more. */
    private void know(long uid) {
        world.logIn(uid, 91 + uid, 176);
        world.run();
    }

    private void grantWhile(long uid, CallId call) {
        world.login.grantLease(
                call, new LeaseRequest(uid, uid, "", "", new LeaseEnd.While("a.service")));
    }

    private List<CallId> refusals() {
        return world.said(LoginEffect.ReplyError.class).stream()
                .map(LoginEffect.ReplyError::call)
                .toList();
    }
}
