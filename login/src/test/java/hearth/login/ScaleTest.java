package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.host.CallId;
import hearth.login.linger.LeaseDeclaration;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseFile;
import hearth.login.linger.LeaseOrigin;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import hearth.login.user.UserRecord;
import hearth.trial.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Many users who linger: nothing takes steps that grow with the square of their number. Steps are
 * counted for a number, twice and four times that.
 */
class ScaleTest {
    /** Four times this is enough for a quadratic step to be most of what is done. */
    private static final int SIZE = 100;

    private static final long FIRST_UID = 3_000;
    private static final long SECOND_USEC = 1_000_000;

    private static void assertLinear(Class<? extends Consumer<Integer>> story) {
        assertThat(Cost.fault(story, Integer::valueOf, SIZE)).isEmpty();
    }

    /** Users whose managers run, of whom each lingers by one lease that ends and one that stays. */
    private static final class Crowd {
        private final World world = new World(false);
        private final long beginUsec = world.now().realtimeUsec();
        private final int count;

        Crowd(int count) {
            this.count = count;
            var users = new ArrayList<Restored.RestoredUser>();
            for (int i = 0; i < count; i++) {
                String name = "crowd" + i;
                users.add(
                        new Restored.RestoredUser(
                                new UserRecord(uid(i), uid(i), name, "/home/" + name), "", true));
                world.lingerFiles.add(name);
                world.lingerRecords.put(name, record(i));
            }
            var restored =
                    new Restored(
                            users, List.of(), world.lingering(LeaseDeclaration.All.NONE), Map.of());
            world.login = Login.restore(world.login.settings(), world, restored);
            world.run();
        }

        private static long uid(int i) {
            return FIRST_UID + i;
        }

        private static String leaving(int i) {
            return Integer.toString(2 * i + 1);
        }

        private static String staying(int i) {
            return Integer.toString(2 * i + 2);
        }

        private long endUsec(int i) {
            return beginUsec + (count - i) * SECOND_USEC;
        }

        private String record(int i) {
            return LeaseFile.text(
                    OptionalLong.of(uid(i)),
                    List.of(
                            lease(leaving(i), new LeaseEnd.At(endUsec(i))),
                            lease(staying(i), new LeaseEnd.Never())));
        }

        private LingerLease lease(String id, LeaseEnd end) {
            return new LingerLease(
                    id,
                    LeaseOrigin.GRANTED,
                    OptionalLong.of(0),
                    "",
                    "",
                    beginUsec,
                    end,
                    world.boot);
        }
    }

    static final class TakingUp implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            var crowd = new Crowd(count);
            assertThat(crowd.world.login.leases()).hasSize(2 * count);
        }
    }

    @Test
    void whoLingersIsTakenUp() {
        assertLinear(TakingUp.class);
    }

    static final class EndingOneByOne implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            var crowd = new Crowd(count);
            for (int i = count - 1; i >= 0; i--) {
                crowd.world.setClock(crowd.endUsec(i));
                crowd.world.run();
            }
            assertThat(crowd.world.login.leases()).hasSize(count);
        }
    }

    @Test
    void leasesEndOneByOne() {
        assertLinear(EndingOneByOne.class);
    }

    static final class GrantingAndRevoking implements Consumer<Integer> {
        @Override
        public void accept(Integer count) {
            var crowd = new Crowd(count);
            for (int i = 0; i < count; i++) {
                crowd.world.login.grantLease(
                        new CallId(i),
                        new LeaseRequest(Crowd.uid(i), 0, "", "", new LeaseEnd.Never()));
                crowd.world.login.revokeLease(new CallId(count + i), Crowd.staying(i));
                crowd.world.run();
            }
            assertThat(crowd.world.login.leases()).hasSize(2 * count);
        }
    }

    @Test
    void leasesAreGrantedAndRevoked() {
        assertLinear(GrantingAndRevoking.class);
    }
}
