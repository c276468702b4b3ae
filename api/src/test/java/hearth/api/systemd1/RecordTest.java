package hearth.api.systemd1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.systemd1.manager.HearthInterface;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.dbus.MessageReader;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import hearth.manager.cause.Cause;
import hearth.manager.cause.CauseText;
import hearth.manager.host.Effect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has asked for what is kept, and told. */
class RecordTest {
    private final House house = new House();

    private static Value text(String text) {
        return new Value.Text(text);
    }

    private static List<Cause> causes(Effect.Log line) {
        return CauseText.read(line.message().fields().getOrDefault(CauseText.FIELD, ""));
    }

    private List<Cause> causesOfJob(String verb) {
        String snapshot =
                house.manager.jobs().stream()
                        .filter(job -> job.type().wireName().equals(verb))
                        .findFirst()
                        .orElseThrow()
                        .why()
                        .map(CauseText::write)
                        .orElse("");
        return CauseText.read(snapshot);
    }

    @Test
    void whoeverCallsIsTheCauseOfTheJob() {
        house.manager("StartUnit", text("hello.service"), text("replace"));

        assertThat(causesOfJob("start"))
                .containsExactly(new Cause.ByClient(500, 1000, "client", "session-1.scope"));
    }

    @Test
    void aTransientUnitHasWhoeverMadeItForItsCause() {
        house.manager("EnqueueUnitJob", text("hello.service"), text("start"), text("replace"));

        assertThat(causesOfJob("start")).hasSize(1);
    }

    @Test
    void whoeverHasASignalSentIsNamedInTheLog() {
        house.manager("StartUnit", text("hello.service"), text("replace"));

        house.manager("KillUnit", text("hello.service"), text("all"), new Value.Int32(15));

        Effect.Log line = house.host.last(Effect.Log.class);
        assertThat(line.message().text())
                .isEqualTo("hello.service: Sending signal SIGTERM on client request.");
        assertThat(causes(line))
                .containsExactly(new Cause.ByClient(500, 1000, "client", "session-1.scope"));
    }

    @Test
    void theRecordIsToldWithItsRulesAndCauses() {
        MessageReader in =
                house.call(
                                ObjectPaths.HEARTH,
                                HearthInterface.NAME,
                                "GetRecord",
                                text("hello.service"),
                                new Value.Uint32(5))
                        .reader()
                        .openArray()
                        .openStruct();

        assertThat(in.uint64()).isEqualTo(1_000_000);
        assertThat(in.string()).isEqualTo("hello.service");
        assertThat(in.string()).isEqualTo("Stopped hello.service.");
        assertThat(in.value().toString()).contains("job", "stop");
        assertThat(in.value().toString()).contains("rule", "/c:1");
        assertThat(in.value().toString()).contains("login", "bye");
    }

    @Test
    void anotherUserIsToldNothing() {
        house.callAs(
                new Caller("", 1001, 7),
                ObjectPaths.HEARTH,
                HearthInterface.NAME,
                "ListKilled",
                new Value.Uint32(5));

        assertThat(house.sent.getLast().errorName())
                .contains("org.freedesktop.DBus.Error.AccessDenied");
    }
}
