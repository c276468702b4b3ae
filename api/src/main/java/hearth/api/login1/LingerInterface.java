package hearth.api.login1;

import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.object.Call;
import hearth.dbus.object.InterfaceTable;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginError;
import hearth.login.linger.LeaseEnd;
import hearth.login.linger.LeaseRequest;
import hearth.login.linger.LingerLease;
import hearth.login.linger.LingerLeases;
import hearth.login.session.CEscape;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Why users linger: {@code org.hearth.Linger1} on {@code /org/hearth/login1}.
 *
 * <dl>
 *   <dt>{@code ListLeases() -> aa{sv}}
 *   <dd>all leases, by user: {@code Id s}, {@code User s}, {@code Origin s}, {@code Owner s},
 *       {@code Reason s}, {@code Since t}; {@code Uid u} of a user who is known, {@code AskedBy u}
 *       where somebody was seen; {@code Until t}, {@code UntilReboot b} or {@code While s} where it
 *       has an end. Times are microseconds since 1970.
 *   <dt>{@code Grant(a{sv}) -> s}
 *   <dd>makes a lease and returns its id: {@code Uid u} (the caller's without it), {@code Owner s},
 *       {@code Reason s}, and one of {@code For t} (microseconds), {@code Until t}, {@code
 *       UntilReboot b}, {@code While s}. One's own wants {@code set-self-linger}, somebody else's
 *       {@code set-user-linger} of polkit.
 *   <dt>{@code Revoke(s)}
 *   <dd>ends a lease, by the same right.
 *   <dt>{@code May(u) -> bts}
 *   <dd>whether a user may linger by the policy, by leases of how many microseconds (the largest
 *       number: without an end), and which rule says so; empty for none.
 *   <dt>{@code LeaseGranted(ss)}, {@code LeaseEnded(sss)}
 *   <dd>signals: id and user, and why it ended.
 * </dl>
 */
final class LingerInterface {
    static final String NAME = "org.hearth.Linger1";

    /** The bits of the largest unsigned number, as on the bus. */
    private static final long WITHOUT_END = -1;

    static final InterfaceTable<Login1View> TABLE =
            new Rows<Login1View>()
                    .method("ListLeases", "", "aa{sv}", LingerInterface::list, "leases")
                    .method("Grant", "a{sv}", "s", LingerInterface::grant, "wish", "id")
                    .method("Revoke", "s", "", LingerInterface::revoke, "id")
                    .method(
                            "May",
                            "u",
                            "bts",
                            LingerInterface::may,
                            "uid",
                            "may",
                            "longest",
                            "rule")
                    .signal("LeaseGranted", "ss", "id", "user")
                    .signal("LeaseEnded", "sss", "id", "user", "why")
                    .table(NAME);

    private LingerInterface() {}

    // ---- what there is

    private static void list(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (LingerLeases.Holding holding : view.login().leases()) {
                out.openArray();
                write(holding, out);
                out.closeArray();
            }
            out.closeArray();
        });
    }

    private static void write(LingerLeases.Holding holding, MessageWriter out) {
        LingerLease lease = holding.lease();
        text(out, "Id", lease.id());
        text(out, "User", CEscape.unescape(holding.fileName()));
        holding.uid().ifPresent(uid -> uid(out, "Uid", uid));
        text(out, "Origin", lease.origin().wireName());
        lease.askedBy().ifPresent(uid -> uid(out, "AskedBy", uid));
        text(out, "Owner", lease.owner());
        text(out, "Reason", lease.reason());
        time(out, "Since", lease.sinceUsec());
        switch (lease.end()) {
            case LeaseEnd.Never() -> {}
            case LeaseEnd.At(long usec) -> time(out, "Until", usec);
            case LeaseEnd.Reboot() ->
                    out.entry("UntilReboot", Signature.of("b"), value -> value.bool(true));
            case LeaseEnd.While(String unit) -> text(out, "While", unit);
        }
    }

    private static void text(MessageWriter out, String key, String value) {
        out.entry(key, Signature.of("s"), writer -> writer.string(value));
    }

    private static void uid(MessageWriter out, String key, long value) {
        out.entry(key, Signature.UINT32, writer -> writer.uint32(value));
    }

    private static void time(MessageWriter out, String key, long value) {
        out.entry(key, Signature.UINT64, writer -> writer.uint64(value));
    }

    // ---- what is asked for

    private static void grant(Login1View view, Call call) {
        long caller = Permission.uid(call);
        switch (LeaseWish.read(call.arguments(), view.login().now().realtimeUsec())) {
            case LeaseWish.Fault(String errorName, String message) ->
                    call.error(errorName, message);
            case LeaseWish.Good(OptionalLong named, String owner, String reason, LeaseEnd end) -> {
                var request = new LeaseRequest(named.orElse(caller), caller, owner, reason, end);
                view.calls()
                        .give(
                                call,
                                id -> view.login().findUser(id, request.uid(), caller),
                                it -> ask(view, it, request));
            }
        }
    }

    private static void ask(Login1View view, Call call, LeaseRequest request) {
        view.permission()
                .check(
                        call,
                        action(call, OptionalLong.of(request.uid())),
                        false,
                        () -> view.calls().give(call, id -> view.login().grantLease(id, request)));
    }

    private static String action(Call call, OptionalLong uid) {
        boolean isOwn = uid.isPresent() && uid.getAsLong() == Permission.uid(call);
        return isOwn ? Permission.SET_SELF_LINGER : Permission.SET_USER_LINGER;
    }

    private static void may(Login1View view, Call call) {
        long uid = call.arguments().uint32();
        long caller = Permission.uid(call);
        view.calls().give(call, id -> view.login().mayLinger(id, uid, caller));
    }

    /** Answers May. */
    static void reply(Call call, LingerVerdict verdict) {
        call.reply(out -> {
            out.bool(verdict.allows());
            out.uint64(verdict.longestUsec().orElse(WITHOUT_END));
            out.string(verdict.origin());
        });
    }

    /** Answers Grant. */
    static void reply(Call call, String lease) {
        call.reply(out -> out.string(lease));
    }

    private static void revoke(Login1View view, Call call) {
        String id = call.arguments().string();
        Optional<LingerLeases.Holding> holding =
                view.login().leases().stream().filter(it -> it.lease().id().equals(id)).findFirst();
        if (holding.isEmpty()) {
            call.error(LoginError.Kind.NO_SUCH_LEASE.errorName(), "there is no lease '" + id + "'");
            return;
        }
        view.permission()
                .check(
                        call,
                        action(call, holding.get().uid()),
                        false,
                        () -> view.calls().give(call, it -> view.login().revokeLease(it, id)));
    }
}
