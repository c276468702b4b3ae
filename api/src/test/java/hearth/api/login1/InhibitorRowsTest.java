package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Caller;
import org.junit.jupiter.api.Test;

/** Inhibitors as the bus's clients see them. */
class InhibitorRowsTest {
    private static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    private final Machine machine = new Machine();

    private Message inhibit(Caller caller, String what, String mode) {
        return machine.call(
                caller,
                "Inhibit",
                "ssss",
                out -> out.string(what).string("me").string("a reason").string(mode));
    }

    private String property(String name) {
        MessageReader answer =
                machine.call(
                                Machine.ROOT,
                                ObjectPaths.MANAGER.text(),
                                PROPERTIES,
                                "Get",
                                "ss",
                                out -> out.string(ManagerInterface.NAME).string(name))
                        .reader();
        answer.openVariant();
        return answer.string();
    }

    @Test
    void whoInhibitsGetsAFifoAndIsListed() {
        Message answer = inhibit(Machine.ROOT, "sleep:shutdown", "block");

        assertThat(answer.errorName()).isEmpty();
        assertThat(answer.signature().toString()).isEqualTo("h");
        assertThat(machine.closedDescriptors).isEmpty();
        assertThat(machine.signals()).containsOnlyOnce("/org/freedesktop/login1 PropertiesChanged");
        assertThat(property("BlockInhibited")).isEqualTo("shutdown:sleep");
        assertThat(property("DelayInhibited")).isEmpty();
        MessageReader list = machine.call(Machine.ALICE, "ListInhibitors", "", _ -> {}).reader();
        list.openArray();
        list.openStruct();
        assertThat(list.string()).isEqualTo("shutdown:sleep");
        assertThat(list.string()).isEqualTo("me");
        assertThat(list.string()).isEqualTo("a reason");
        assertThat(list.string()).isEqualTo("block");
        assertThat(list.uint32()).isZero();
        assertThat(list.uint32()).isEqualTo(Machine.ROOT.pid());
    }

    @Test
    void polkitIsAskedByWhatAndHow() {
        machine.isPolkitHere = true;
        inhibit(Machine.ALICE, "sleep", "delay");
        inhibit(Machine.ALICE, "handle-power-key", "block");
        inhibit(Machine.ALICE, "sleep:idle", "block");

        assertThat(machine.questions)
                .extracting(Authority.Question::action)
                .containsExactly(
                        "org.freedesktop.login1.inhibit-delay-sleep",
                        "org.freedesktop.login1.inhibit-handle-power-key",
                        "org.freedesktop.login1.inhibit-handle-lid-switch");
    }

    @Test
    void withoutPolkitAnybodyMayDelay() {
        assertThat(inhibit(Machine.ALICE, "sleep", "delay").errorName()).isEmpty();
        assertThat(inhibit(Machine.ALICE, "idle", "block").errorName()).isEmpty();
        assertThat(inhibit(Machine.ALICE, "sleep", "block").errorName())
                .contains(ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED);
    }
}
