package hearth.api.login1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.Caller;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerPolicy;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Leases on the bus: what is asked for, by whom, and what is told. */
class LingerInterfaceTest {
    private static final long ALICE = 2001;
    private static final long BOB = 2002;
    private static final long MINUTE_USEC = 60_000_000;

    private final Machine machine = new Machine();

    private Message call(
            Caller caller, String member, String in, Consumer<MessageWriter> arguments) {
        return machine.call(
                caller, "/org/hearth/login1", LingerInterface.NAME, member, in, arguments);
    }

    private Message grant(Caller caller, Consumer<MessageWriter> wish) {
        return call(
                caller,
                "Grant",
                "a{sv}",
                out -> {
                    out.openArray();
                    wish.accept(out);
                    out.closeArray();
                });
    }

    private static Consumer<MessageWriter> text(String key, String value) {
        return out -> out.entry(key, Signature.of("s"), it -> it.string(value));
    }

    private static Consumer<MessageWriter> uint64(String key, long value) {
        return out -> out.entry(key, Signature.UINT64, it -> it.uint64(value));
    }

    private static Consumer<MessageWriter> uid(long value) {
        return out -> out.entry("Uid", Signature.UINT32, it -> it.uint32(value));
    }

    private static String error(Message answer) {
        assertThat(answer.type()).isEqualTo(MessageType.ERROR);
        return answer.errorName().orElseThrow() + ": " + answer.reader().string();
    }

    private LingerLease lease() {
        return machine.login.leases().iterator().next().lease();
    }

    @Test
    void aLeaseIsTheCallersWhereNobodyIsNamed() {
        Message answer =
                grant(Machine.ALICE, text("Owner", "backup").andThen(uint64("For", MINUTE_USEC)));
        assertThat(answer.reader().string()).isEqualTo("1");
        assertThat(machine.login.leasesOf(ALICE)).hasSize(1);
        assertThat(lease().owner()).isEqualTo("backup");
        assertThat(lease().askedBy()).hasValue(ALICE);
        assertThat(lease().end())
                .isEqualTo(new LeaseEnd.At(machine.now().realtimeUsec() + MINUTE_USEC));
        assertThat(machine.sent)
                .anyMatch(signal -> signal.member().orElse("").equals("LeaseGranted"));
    }

    @Test
    void aLeaseForSomebodyElseWantsAuthentication() {
        assertThat(error(grant(Machine.ALICE, uid(BOB))))
                .startsWith(ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED);
        assertThat(machine.login.leases()).isEmpty();
        assertThat(grant(Machine.ROOT, uid(BOB)).type()).isEqualTo(MessageType.METHOD_RETURN);
        assertThat(machine.login.leasesOf(BOB)).hasSize(1);
    }

    @Test
    void somebodyElsesLeaseIsNotRevokedWithoutAuthentication() {
        grant(Machine.ROOT, uid(BOB));
        assertThat(error(call(Machine.ALICE, "Revoke", "s", out -> out.string("1"))))
                .startsWith(ErrorName.INTERACTIVE_AUTHORIZATION_REQUIRED);
        assertThat(call(Machine.BOB, "Revoke", "s", out -> out.string("1")).type())
                .isEqualTo(MessageType.METHOD_RETURN);
        assertThat(machine.login.leases()).isEmpty();
        assertThat(machine.sent)
                .anyMatch(signal -> signal.member().orElse("").equals("LeaseEnded"));
    }

    @Test
    void aLeaseThatIsNotThereIsNamed() {
        assertThat(error(call(Machine.ALICE, "Revoke", "s", out -> out.string("77"))))
                .isEqualTo("org.hearth.Linger1.NoSuchLease: there is no lease '77'");
    }

    @Test
    void aWishThatMakesNoSenseIsRefused() {
        assertThat(error(grant(Machine.ALICE, text("Colour", "red"))))
                .isEqualTo(
                        "org.freedesktop.DBus.Error.InvalidArgs: what is wished cannot be Colour,"
                                + " or not so");
        assertThat(error(grant(Machine.ALICE, text("For", "8h"))))
                .startsWith(ErrorName.INVALID_ARGS);
        assertThat(error(grant(Machine.ALICE, uint64("For", 1).andThen(uint64("Until", 1)))))
                .endsWith("a lease has one end");
        assertThat(error(grant(Machine.ALICE, uint64("Until", -1))))
                .endsWith("the end is beyond the year 9999");
        assertThat(error(grant(Machine.ALICE, uint64("For", Long.MAX_VALUE))))
                .endsWith("the end is beyond the year 9999");
        assertThat(error(grant(Machine.ALICE, text("Only", "a.service"))))
                .startsWith(ErrorName.NOT_SUPPORTED);
        assertThat(machine.login.leases()).isEmpty();
    }

    @Test
    void leasesAreListedWithAllThatIsKnown() {
        grant(Machine.ROOT, uid(BOB).andThen(text("While", "job.service")));
        assertThat(call(Machine.ALICE, "ListLeases", "", _ -> {}).reader().value().toString())
                .contains("Id", "1", "u0002", "granted", "While", "job.service")
                .doesNotContain("Until");
    }

    @Test
    void whoMayLingerIsToldToEverybody() {
        machine.login.setLingerPolicy(
                new LingerPolicy(
                        List.of(
                                new LingerPolicy.Rule(
                                        "rule r at f:3",
                                        new LingerPolicy.Whom(
                                                false, Set.of(), Set.of("staff"), List.of()),
                                        true,
                                        OptionalLong.of(MINUTE_USEC))),
                        Long.MAX_VALUE));
        MessageReader answer = call(Machine.ALICE, "May", "u", out -> out.uint32(2002)).reader();

        assertThat(answer.bool()).isTrue();
        assertThat(answer.uint64()).isEqualTo(MINUTE_USEC);
        assertThat(answer.string()).isEqualTo("rule r at f:3");
        assertThat(error(call(Machine.ALICE, "May", "u", out -> out.uint32(77))))
                .startsWith("org.freedesktop.DBus.Error.FileNotFound");
    }
}
