package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;
import hearth.login.host.LoginEvent;
import hearth.login.host.UnitPhase;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLeases;
import hearth.login.session.User;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Leases come and go at random: asked for, revoked, declared, by files, by time, by units, by the
 * death of brains and by boots, with a disk that fails at times. Whenever everything is told, a
 * user lingers if and only if a lease lives that a model of its own knows of. A failure names its
 * seed.
 */
final class LingerHistoryTest {
    private static final int STEPS = 400;
    private static final int RUNS_PER_SEED = 6;
    private static final String DROP_IN = "/etc/hearth/linger.d/ci.conf";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void aUserLingersIfAndOnlyIfALeaseLives(long firstSeed) {
        for (long seed = firstSeed * 1_000; seed < firstSeed * 1_000 + RUNS_PER_SEED; seed++) {
            new Run(seed).live();
        }
    }

    /** What a lease that lives is known to end by. */
    private record Expected(LeaseEnd end, String boot) {}

    private static final class Run {
        private final long seed;
        private final Random random;
        private final World world = new World(false);

        /** The leases that live, by user and id: written here by nothing but what was answered. */
        private final Map<Long, Map<String, Expected>> model = new HashMap<>();

        private LeaseDeclaration.All declared = LeaseDeclaration.All.NONE;
        private long lastCall;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            for (long uid = 2001; uid <= 2003; uid++) {
                model.put(uid, new HashMap<>());
            }
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                act();
                world.run();
                hear();
                check(step);
            }
        }

        private Map<String, Expected> of(long uid) {
            return model.getOrDefault(uid, Map.of());
        }

        private long anyUid() {
            return 2001L + random.nextInt(3);
        }

        private static String name(long uid) {
            return "u000" + (uid - 2000);
        }

        private void act() {
            world.said.clear();
            long uid = anyUid();
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> grant(uid);
                case 3 -> setLinger(uid, true);
                case 4 -> setLinger(uid, false);
                case 5 -> revoke(uid);
                case 6 -> makeFile(uid);
                case 7 -> removeFile(uid);
                case 8, 9 -> world.pass(random.nextInt(400));
                case 10 -> stopUnit(uid);
                case 11 -> declare();
                case 12 -> world.replaceBrain(declared);
                default -> seldom();
            }
        }

        private void grant(long uid) {
            var unit = new World.UserUnit(uid, "job.service");
            boolean isUp = world.running.contains("user@" + uid + ".service");
            if (isUp) {
                world.activeUnits.add(unit);
            }
            LeaseEnd end =
                    switch (random.nextInt(4)) {
                        case 0 -> new LeaseEnd.Never();
                        case 1 ->
                                new LeaseEnd.At(
                                        world.now().realtimeUsec()
                                                + 1_000_000L * (1 + random.nextInt(900)));
                        case 2 -> new LeaseEnd.Reboot();
                        default -> new LeaseEnd.While("job.service");
                    };
            var call = new CallId(++lastCall);
            world.diskFails = random.nextInt(6) == 0;
            world.login.grantLease(call, new LeaseRequest(uid, 0, "", "", end));
            world.run();
            world.diskFails = false;
            for (LoginEffect.ReplyGrant reply : world.said(LoginEffect.ReplyGrant.class)) {
                if (reply.call().equals(call)) {
                    of(uid).put(reply.lease(), new Expected(end, world.boot));
                }
            }
        }

        private void setLinger(long uid, boolean isOn) {
            var call = new CallId(++lastCall);
            world.diskFails = random.nextInt(6) == 0;
            world.login.setLinger(call, uid, isOn, 0);
            world.run();
            world.diskFails = false;
            if (world.said.contains(new LoginEffect.Reply(call))) {
                if (isOn) {
                    of(uid).put("loginctl/" + name(uid), new Expected(new LeaseEnd.Never(), ""));
                } else {
                    endWithFile(uid);
                }
            }
        }

        private void endWithFile(long uid) {
            of(uid).remove("loginctl/" + name(uid));
            of(uid).remove("external/" + name(uid));
        }

        private void revoke(long uid) {
            of(uid).keySet().stream()
                    .filter(id -> !id.startsWith("ci.conf"))
                    .findAny()
                    .ifPresent(id -> {
                        world.login.revokeLease(new CallId(++lastCall), id);
                        world.run();
                        of(uid).remove(id);
                    });
        }

        private void makeFile(long uid) {
            if (!world.lingerFiles.contains(name(uid))) {
                world.makeLingerFile(name(uid));
                of(uid).put("external/" + name(uid), new Expected(new LeaseEnd.Never(), ""));
            }
        }

        private void removeFile(long uid) {
            if (world.lingerFiles.contains(name(uid))) {
                world.removeLingerFile(name(uid));
                endWithFile(uid);
            }
        }

        private void stopUnit(long uid) {
            world.stopUserUnit(new World.UserUnit(uid, "job.service"));
            of(uid).values().removeIf(it -> it.end() instanceof LeaseEnd.While);
        }

        private void declare() {
            Set<String> users = new TreeSet<>();
            for (long uid = 2001; uid <= 2003; uid++) {
                of(uid).remove("ci.conf/" + name(uid));
                if (random.nextBoolean()) {
                    users.add(name(uid));
                    of(uid).put("ci.conf/" + name(uid), new Expected(new LeaseEnd.Never(), ""));
                }
            }
            declared =
                    users.isEmpty()
                            ? LeaseDeclaration.All.NONE
                            : new LeaseDeclaration.All(
                                    List.of(
                                            new LeaseDeclaration(
                                                    DROP_IN,
                                                    List.copyOf(users),
                                                    "",
                                                    0,
                                                    new LeaseEnd.Never())),
                                    true);
            world.login.declareLeases(declared);
        }

        private void seldom() {
            switch (random.nextInt(3)) {
                case 0 -> reboot();
                case 1 -> {
                    long byUsec = Duration.ofSeconds(random.nextInt(1_200) - 600).toNanos() / 1_000;
                    world.setClock(world.now().realtimeUsec() + byUsec);
                }
                default ->
                        world.login.handle(
                                new LoginEvent.LingerFilesListed(List.copyOf(world.lingerFiles)));
            }
        }

        /** Files may be removed while nobody looks. */
        private void reboot() {
            for (long uid = 2001; uid <= 2003; uid++) {
                boolean isRemoved = random.nextInt(4) == 0 && world.lingerFiles.remove(name(uid));
                if (isRemoved) {
                    endWithFile(uid);
                }
            }
            world.reboot(declared);
        }

        /** What ends by itself; a unit ends with its user's manager. */
        private void hear() {
            long nowUsec = world.now().realtimeUsec();
            model.forEach((uid, leases) -> {
                boolean isUp = world.running.contains("user@" + uid + ".service");
                leases.values()
                        .removeIf(it ->
                                switch (it.end()) {
                                    case LeaseEnd.Never() -> false;
                                    case LeaseEnd.At(long usec) -> usec <= nowUsec;
                                    case LeaseEnd.Reboot() -> !it.boot().equals(world.boot);
                                    case LeaseEnd.While _ -> !isUp || !it.boot().equals(world.boot);
                                });
            });
        }

        private void check(int step) {
            String where = "seed %d, step %d".formatted(seed, step);
            for (long uid = 2001; uid <= 2003; uid++) {
                Set<String> held = new HashSet<>();
                for (LingerLeases.Holding holding : world.login.leases()) {
                    if (holding.fileName().equals(name(uid))) {
                        held.add(holding.lease().id());
                    }
                }
                assertThat(held)
                        .as("leases of %s, %s", name(uid), where)
                        .isEqualTo(of(uid).keySet());
                boolean lives = !of(uid).isEmpty();
                assertThat(world.login.user(uid).filter(User::isLingering).isPresent())
                        .as("%s lingers, %s", name(uid), where)
                        .isEqualTo(lives);
                assertThat(
                                world.login
                                        .user(uid)
                                        .filter(it -> it.manager instanceof UnitPhase.Running)
                                        .isPresent())
                        .as("%s has a manager, %s", name(uid), where)
                        .isEqualTo(lives);
                assertThat(world.lingerFiles.contains(name(uid)))
                        .as("the file of %s, %s", name(uid), where)
                        .isEqualTo(lives);
                assertThat(world.lingerRecords.containsKey(name(uid)))
                        .as("the record of %s, %s", name(uid), where)
                        .isEqualTo(lives);
            }
            assertThat(world.said(LoginEffect.ReplyError.class))
                    .as(where)
                    .extracting(reply -> reply.error().kind())
                    .doesNotContain(LoginError.Kind.NO_SUCH_FILE);
        }
    }
}
