package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.host.LoginEvent;
import hearth.login.session.Session;
import hearth.login.session.StateFiles;
import hearth.login.session.User;
import hearth.login.session.UserState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People come and go at random, and what the machine has to say arrives late and in any order
 * between its sources. In the end everybody leaves, and nothing may be left. A failure names its
 * seed.
 */
final class SimulationTest {
    private static final int STEPS = 250;
    private static final int RUNS_PER_SEED = 3;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void nothingIsLeftWhenEverybodyHasLeft(long firstSeed) {
        for (long seed = firstSeed * 1000; seed < firstSeed * 1000 + RUNS_PER_SEED; seed++) {
            new Run(seed).live();
        }
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final World world;
        private long lastPid = 1000;
        private final List<Long> processes = new ArrayList<>();

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.world = new World(random.nextBoolean());
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                act();
                deliverSome();
                check();
            }
            leave();
            assertThat(world.login.sessions()).as("sessions left, seed %d", seed).isEmpty();
            assertThat(world.login.users())
                    .as("users left, seed %d", seed)
                    .allMatch(user -> user.state() == UserState.LINGERING);
            assertThat(world.files.keySet())
                    .as("files left, seed %d", seed)
                    .hasSize(1 + world.login.users().size());
            assertThat(world.fifos).as("FIFOs left, seed %d", seed).isEmpty();
            assertThat(world.watched).as("watches left, seed %d", seed).isEmpty();
            assertThat(world.timers).as("timers left, seed %d", seed).isEmpty();
        }

        private void act() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> arrive();
                case 3, 4 -> anySession().forEach(world::closeFifo);
                case 5, 6 -> anyProcess().forEach(this::exit);
                case 7 -> anySession().forEach(world.login::releaseSession);
                case 8 -> anySession().forEach(this::fork);
                case 9 -> anySession().forEach(world.login::terminateSession);
                case 10 -> {
                    if (random.nextBoolean()) {
                        world.login.terminateUser(anyUid());
                    } else {
                        world.login.setLinger(
                                new CallId(0), anyUid(), random.nextBoolean(), anyUid());
                    }
                }
                default -> {
                    String unit = "user@" + anyUid() + ".service";
                    if (!world.failingUnits.remove(unit)) {
                        world.failingUnits.add(unit);
                    }
                }
            }
        }

        private void arrive() {
            long leader = ++lastPid;
            processes.add(leader);
            world.create(
                    anyUid(),
                    leader,
                    random.nextBoolean() ? OptionalLong.of(leader) : OptionalLong.empty());
        }

        private void fork(String id) {
            String scope = "session-" + id + ".scope";
            if (world.scopes.containsKey(scope)) {
                processes.add(++lastPid);
                world.fork(scope, lastPid);
            }
        }

        private void exit(long pid) {
            processes.remove(pid);
            world.exit(pid);
        }

        private long anyUid() {
            return 2001L + random.nextInt(3);
        }

        private List<String> anySession() {
            List<String> ids = world.login.sessions().stream().map(Session::id).toList();
            return ids.isEmpty() ? ids : List.of(ids.get(random.nextInt(ids.size())));
        }

        private List<Long> anyProcess() {
            return processes.isEmpty()
                    ? List.of()
                    : List.of(processes.get(random.nextInt(processes.size())));
        }

        /** Each source keeps its order; which one speaks next is chance. */
        private void deliverSome() {
            for (int count = random.nextInt(6); count > 0; count--) {
                World.Source[] sources = World.Source.values();
                LoginEvent event = world.queue(sources[random.nextInt(sources.length)]).poll();
                if (event != null) {
                    world.login.handle(event);
                }
            }
            if (random.nextInt(8) == 0) {
                world.pass(random.nextInt(15));
            }
        }

        /** What is always true. */
        private void check() {
            for (User user : world.login.users()) {
                assertThat(StateFiles.parse(world.file("users/" + user.uid())))
                        .as("file of %s, seed %d", user, seed)
                        .containsEntry("STATE", user.state().wireName());
            }
            for (Session session : world.login.sessions()) {
                assertThat(world.login.user(session.user().uid()))
                        .as("user of %s, seed %d", session, seed)
                        .contains(session.user());
                assertThat(StateFiles.parse(world.file("sessions/" + session.id())))
                        .as("file of %s, seed %d", session, seed)
                        .containsEntry("STATE", session.state().wireName());
            }
        }

        private void leave() {
            world.failingUnits.clear();
            world.run();
            List.copyOf(processes).forEach(this::exit);
            world.pass(60);
        }
    }
}
