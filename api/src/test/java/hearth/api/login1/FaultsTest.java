package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.Message;
import hearth.dbus.MessageWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What Hearth does not do is refused, but first is said what is wrong with the call. */
class FaultsTest {
    private static final String INVALID = "org.freedesktop.DBus.Error.InvalidArgs: ";
    private static final String UNSUPPORTED = "org.freedesktop.DBus.Error.NotSupported";

    private final Machine machine = new Machine();

    private String error(String member, String in, Consumer<MessageWriter> arguments) {
        Message answer = machine.call(Machine.ROOT, member, in, arguments);
        String name = answer.errorName().orElse("");
        return name.equals(UNSUPPORTED) ? name : name + ": " + answer.errorText();
    }

    private String attach(String seat, String path) {
        return error("AttachDevice", "ssb", out -> out.string(seat).string(path).bool(false));
    }

    private String inhibit(String what, String mode) {
        return error(
                "Inhibit", "ssss", out -> out.string(what).string("w").string("y").string(mode));
    }

    @Test
    void aDeviceToAttachIsBelowSysAndItsSeatHasAName() {
        assertThat(attach("seat0", "/sys/../x"))
                .isEqualTo(INVALID + "Path /sys/../x is not normalized");
        assertThat(attach("seat0", "/dev/x")).isEqualTo(INVALID + "Path /dev/x is not in /sys");
        assertThat(attach("bad", "/sys/x")).isEqualTo(INVALID + "Seat name bad is not valid");
        assertThat(attach("seat0", "/sys/x")).isEqualTo(UNSUPPORTED);
    }

    @Test
    void anInhibitorSaysWhatItInhibitsAndHow() {
        assertThat(inhibit("nonsense", "block"))
                .isEqualTo(INVALID + "Invalid what specification nonsense");
        assertThat(inhibit("", "block")).isEqualTo(INVALID + "Invalid what specification ");
        assertThat(inhibit("sleep:idle", "nonsense"))
                .isEqualTo(INVALID + "Invalid mode specification nonsense");
        assertThat(inhibit("idle", "delay"))
                .isEqualTo(INVALID + "Delay inhibitors only supported for shutdown and sleep");
        assertThat(inhibit("sleep", "delay")).isEqualTo(": ");
    }

    @Test
    void anOrderToTheMachineIsOneThatThereIs() {
        assertThat(error("ScheduleShutdown", "st", out -> out.string("nonsense").uint64(0)))
                .isEqualTo(INVALID + "Unsupported shutdown type");
        assertThat(error("ScheduleShutdown", "st", out -> out.string("poweroff").uint64(0)))
                .isEqualTo(UNSUPPORTED);
        assertThat(error("PowerOffWithFlags", "t", out -> out.uint64(99)))
                .isEqualTo(INVALID + "Invalid flags parameter");
        assertThat(error("PowerOffWithFlags", "t", out -> out.uint64(1))).isEqualTo(UNSUPPORTED);
        assertThat(error("SetRebootToBootLoaderEntry", "s", out -> out.string("/a")))
                .isEqualTo(INVALID + "Boot loader entry name '/a' is not valid, refusing.");
    }
}
