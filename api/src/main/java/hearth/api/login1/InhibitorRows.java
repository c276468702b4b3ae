package hearth.api.login1;

import hearth.dbus.DescriptorList;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import hearth.dbus.object.Property.Emits;
import hearth.login.inhibit.InhibitMode;
import hearth.login.inhibit.Inhibited;
import hearth.login.inhibit.Inhibition;
import hearth.login.inhibit.Inhibitor;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Inhibitors on the bus.
 *
 * @see "org.freedesktop.login1(5), Inhibit()"
 */
final class InhibitorRows {
    private static final String ACTION = "org.freedesktop.login1.inhibit-";

    private static final Set<Inhibited> DELAYABLE = Set.of(Inhibited.SHUTDOWN, Inhibited.SLEEP);

    private InhibitorRows() {}

    static void addMethods(Rows<Login1View> rows) {
        rows.method(
                "Inhibit",
                "ssss",
                "h",
                InhibitorRows::inhibit,
                "what",
                "who",
                "why",
                "mode",
                "pipe_fd");
    }

    static void addList(Rows<Login1View> rows) {
        rows.method("ListInhibitors", "", "a(ssssuu)", InhibitorRows::listInhibitors, "inhibitors");
    }

    static void addProperties(Rows<Login1View> rows) {
        rows.text("BlockInhibited", Emits.CHANGE, view -> inhibited(view, InhibitMode.BLOCK))
                .text("BlockWeakInhibited", Emits.CHANGE, _ -> "") // nobody can hold in that mode
                .text("DelayInhibited", Emits.CHANGE, view -> inhibited(view, InhibitMode.DELAY));
    }

    private static String inhibited(Login1View view, InhibitMode mode) {
        return Inhibited.text(view.login().inhibited(mode));
    }

    private static void inhibit(Login1View view, Call call) {
        MessageReader in = call.arguments();
        String words = in.string();
        String who = in.string();
        String why = in.string();
        String modeWord = in.string();
        Optional<Set<Inhibited>> what = Inhibited.parse(words);
        if (what.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Invalid what specification " + words);
            return;
        }
        Optional<InhibitMode> mode = InhibitMode.ofWireName(modeWord);
        if (mode.isEmpty()) {
            call.error(ErrorName.INVALID_ARGS, "Invalid mode specification " + modeWord);
            return;
        }
        if (mode.get() == InhibitMode.DELAY && !DELAYABLE.containsAll(what.get())) {
            call.error(
                    ErrorName.INVALID_ARGS,
                    "Delay inhibitors only supported for shutdown and sleep");
            return;
        }
        var inhibition =
                new Inhibition(
                        what.get(),
                        who,
                        why,
                        mode.get(),
                        Permission.uid(call),
                        call.caller().pid());
        view.permission()
                .check(
                        call,
                        action(what.get(), mode.get()),
                        OptionalLong.empty(),
                        () -> view.calls().give(call, id -> view.login().inhibit(id, inhibition)));
    }

    /** Of several things at once polkit is asked as of the lid, as logind does. */
    private static String action(Set<Inhibited> what, InhibitMode mode) {
        Inhibited first = what.size() == 1 ? what.iterator().next() : Inhibited.HANDLE_LID_SWITCH;
        return switch (first) {
            case SHUTDOWN, SLEEP, IDLE -> ACTION + mode.wireName() + "-" + first.wireName();
            case HANDLE_POWER_KEY,
                    HANDLE_SUSPEND_KEY,
                    HANDLE_HIBERNATE_KEY,
                    HANDLE_LID_SWITCH,
                    HANDLE_REBOOT_KEY ->
                    ACTION + first.wireName();
        };
    }

    /** Answers Inhibit: the hold is the caller's. */
    static void reply(Call call, DescriptorList hold) {
        call.reply(hold, out -> out.handle(0));
    }

    private static void listInhibitors(Login1View view, Call call) {
        call.reply(out -> {
            out.openArray();
            for (Inhibitor inhibitor : view.login().inhibitors()) {
                Inhibition inhibition = inhibitor.inhibition();
                out.openStruct()
                        .string(Inhibited.text(inhibition.what()))
                        .string(inhibition.who())
                        .string(inhibition.why())
                        .string(inhibition.mode().wireName())
                        .uint32(inhibition.uid())
                        .uint32(inhibition.pid())
                        .closeStruct();
            }
            out.closeArray();
        });
    }
}
