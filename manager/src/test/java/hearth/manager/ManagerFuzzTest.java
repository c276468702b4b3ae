package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.trial.Corpus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever state a manager is to go on with, and whatever a service tells it, it goes on. */
class ManagerFuzzTest {
    /** Always the same, so that a build finds tomorrow what it finds today. */
    private static final long SEED = 20_261_129;

    /** Damaged inputs of each target: some seconds for all. */
    private static final int ROUNDS = 1_000;

    private static House house() {
        return House.ofUser()
                .service("hello", "Type=notify\nNotifyAccess=all\nExecStart=/bin/sleep 1");
    }

    @FuzzTest
    void snapshot(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        House house = house();
        house.fresh();
        house.manager.restore(
                List.of(
                        new Host.Snapshot("hello.service", text),
                        new Host.Snapshot("run-x.scope", text),
                        new Host.Snapshot("manager", text)));
        house.manager.coldplug(new Host.Inventory(List.of(), List.of(), List.of()));
        house.host.settle(house.manager);
        assertThat(house.manager.units()).isNotEmpty();
    }

    @FuzzTest
    void notification(byte[] bytes) {
        House house = house().begin();
        house.start("hello.service");
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        int pid = house.host.processes.keySet().iterator().next();
        house.manager.handle(new Event.Notified(pid, House.APP + "hello.service", fields, 0));
        house.host.settle(house.manager);
        assertThat(house.manager.units()).isNotEmpty();
    }

    @Test
    void damagedStateIsTakenOver() {
        Corpus.of(getClass(), "snapshot").tryDamaged(SEED, ROUNDS, this::snapshot);
    }

    @Test
    void damagedNotificationsAreHeard() {
        Corpus.of(getClass(), "notification").tryDamaged(SEED, ROUNDS, this::notification);
    }
}
