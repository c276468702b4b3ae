package hearth.api.systemd1.manager;

import static hearth.api.systemd1.view.ManagerView.answer;

import hearth.api.systemd1.order.DescriptorStore;
import hearth.api.systemd1.order.UnitHandler;
import hearth.api.systemd1.order.UnitOrders;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Clients;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.view.Privilege;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.object.Call;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be done to the manager itself. */
final class DaemonOrders {
    /** What may be said of status on the console; empty restores what was configured. */
    private static final Set<String> SHOW_STATUS =
            Set.of(
                    "",
                    "no",
                    "n",
                    "false",
                    "f",
                    "off",
                    "0",
                    "error",
                    "auto",
                    "temporary",
                    "yes",
                    "y",
                    "true",
                    "t",
                    "on",
                    "1");

    private DaemonOrders() {}

    static void add(Rows<ManagerView> rows) {
        rows.method("Subscribe", "", "", DaemonOrders::subscribe)
                .method("Unsubscribe", "", "", DaemonOrders::unsubscribe)
                .method("Dump", "", "s", DaemonOrders::dump, "output")
                .method(
                        "DumpUnitsMatchingPatterns",
                        "as",
                        "s",
                        DaemonOrders::dumpMatching,
                        "patterns",
                        "output")
                .method("DumpByFileDescriptor", "", "h", DaemonOrders::dumpToFile, "fd")
                .method(
                        "DumpUnitsMatchingPatternsByFileDescriptor",
                        "as",
                        "h",
                        DaemonOrders::dumpMatchingToFile,
                        "patterns",
                        "fd")
                .method("Reload", "", "", DaemonOrders::reload)
                .method("Reexecute", "", "", DaemonOrders::reload)
                .method("Exit", "", "", DaemonOrders::exit);
        addShutdown(rows, "Reboot");
        rows.method("SoftReboot", "s", "", DaemonOrders::refuseSoftReboot, "new_root");
        for (String verb : new String[] {"PowerOff", "Halt", "KExec"}) {
            addShutdown(rows, verb);
        }
        rows.method("SwitchRoot", "ss", "", DaemonOrders::refuseSwitchRoot, "new_root", "init")
                .method("SetEnvironment", "as", "", DaemonOrders::setEnvironment, "assignments")
                .method("UnsetEnvironment", "as", "", DaemonOrders::unsetEnvironment, "names")
                .method(
                        "UnsetAndSetEnvironment",
                        "asas",
                        "",
                        DaemonOrders::unsetAndSetEnvironment,
                        "names",
                        "assignments")
                .method("EnqueueMarkedJobs", "", "ao", DaemonOrders::enqueueMarked, "jobs");
    }

    private static void addShutdown(Rows<ManagerView> rows, String verb) {
        rows.method(verb, "", "", (view, call) -> refuseShutdown(view, call, verb));
    }

    static void addUsers(Rows<ManagerView> rows) {
        rows.method("SetExitCode", "y", "", DaemonOrders::setExitCode, "number")
                .method(
                        "LookupDynamicUserByName",
                        "s",
                        "u",
                        (view, call) -> refuseDynamicUsers(call),
                        "name",
                        "uid")
                .method(
                        "LookupDynamicUserByUID",
                        "u",
                        "s",
                        (view, call) -> refuseDynamicUsers(call),
                        "uid",
                        "name")
                .method(
                        "GetDynamicUsers",
                        "",
                        "a(us)",
                        (view, call) -> refuseDynamicUsers(call),
                        "users")
                .method(
                        "DumpUnitFileDescriptorStore",
                        "s",
                        DescriptorStore.ENTRIES,
                        UnitHandler.named(((UnitHandler) DescriptorStore::dump).ofPresent()),
                        "name",
                        "entries")
                .method(
                        "StartAuxiliaryScope",
                        "sahta(sv)",
                        "o",
                        DaemonOrders::refuseAuxiliaryScope,
                        "name",
                        "pidfds",
                        "flags",
                        "properties",
                        "job");
    }

    private static void enqueueMarked(ManagerView view, Call call) {
        UnitOrders.manage(
                view,
                call,
                "",
                "start",
                () ->
                        ManagerView.onDone(
                                call,
                                view.asked(call, () -> view.manager().enqueueMarkedJobs()),
                                jobs -> {
                                    jobs.forEach(job -> view.clients().noteJob(call.caller(), job));
                                    call.reply(out ->
                                            out.array(
                                                    jobs,
                                                    (to, job) ->
                                                            to.objectPath(ObjectPaths.of(job))));
                                }));
    }

    private static void subscribe(ManagerView view, Call call) {
        answerSubscription(call, view.clients().subscribe(call.caller()));
    }

    private static void unsubscribe(ManagerView view, Call call) {
        answerSubscription(call, view.clients().unsubscribe(call.caller()));
    }

    private static void answerSubscription(Call call, Clients.Subscription subscription) {
        switch (subscription) {
            case DONE -> call.reply();
            case ALREADY_SUBSCRIBED ->
                    call.error(ErrorName.ALREADY_SUBSCRIBED, "Client is already subscribed.");
            case NOT_SUBSCRIBED ->
                    call.error(ErrorName.NOT_SUBSCRIBED, "Client is not subscribed.");
            case TOO_MANY -> call.error(ErrorName.LIMITS_EXCEEDED, "Too many subscribers");
        }
    }

    private static void dump(ManagerView view, Call call) {
        String text = Dump.ofAll(view);
        call.reply(out -> out.string(text));
    }

    private static void dumpMatching(ManagerView view, Call call) {
        UnitQueries.withPatterns(
                call,
                call.arguments().strings(),
                patterns -> {
                    String text = Dump.of(view, patterns);
                    call.reply(out -> out.string(text));
                });
    }

    private static void dumpToFile(ManagerView view, Call call) {
        replyFile(view, call, Dump.ofAll(view));
    }

    private static void dumpMatchingToFile(ManagerView view, Call call) {
        UnitQueries.withPatterns(
                call,
                call.arguments().strings(),
                patterns -> replyFile(view, call, Dump.of(view, patterns)));
    }

    private static void replyFile(ManagerView view, Call call, String text) {
        view.world()
                .memoryFile("dump", text.getBytes(StandardCharsets.UTF_8))
                .ifPresentOrElse(
                        file -> call.reply(file, out -> out.handle(0)),
                        () -> call.error(ErrorName.NO_MEMORY, "No memory for the dump"));
    }

    private static void reload(ManagerView view, Call call) {
        view.authorize(
                call,
                Privilege.RELOAD_DAEMON,
                Map.of(),
                () ->
                        view.world()
                                .reload(failure ->
                                        failure.ifPresentOrElse(
                                                text -> call.error(ErrorName.FAILED, text),
                                                call::reply)));
    }

    private static void exit(ManagerView view, Call call) {
        if (view.manager().config().isUserScope()) {
            UnitOrders.manage(
                    view,
                    call,
                    "",
                    "exit",
                    () -> answer(call, view.asked(call, () -> view.manager().exit())));
        } else {
            Failure.notSupported("Exit is only supported for user service managers.").answer(call);
        }
    }

    private static void refuseShutdown(ManagerView view, Call call, String verb) {
        Failure.notSupported(
                        view.manager().config().isUserScope()
                                ? (verb.equals("PowerOff") ? "Powering off" : verb)
                                        + " is only supported for system managers."
                                : verb + " is up to this machine's init, which is not Hearth.")
                .answer(call);
    }

    private static void refuseSoftReboot(ManagerView view, Call call) {
        Failure.notSupported(
                        view.manager().config().isUserScope()
                                ? "Soft reboot is only supported by system manager."
                                : "Soft reboot is up to this machine's init, which is not Hearth.")
                .answer(call);
    }

    private static void refuseAuxiliaryScope(ManagerView view, Call call) {
        Failure.notSupported(
                        "Hearth starts no auxiliary scopes: start a scope of its own with"
                                + " StartTransientUnit, which takes processes, too.")
                .answer(call);
    }

    private static void refuseSwitchRoot(ManagerView view, Call call) {
        Failure.notSupported("Root switching is only supported by system manager.").answer(call);
    }

    private static void setEnvironment(ManagerView view, Call call) {
        changeEnvironment(view, call, List.of(), call.arguments().strings());
    }

    private static void unsetEnvironment(ManagerView view, Call call) {
        changeEnvironment(view, call, call.arguments().strings(), List.of());
    }

    private static void unsetAndSetEnvironment(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        List<String> names = in.strings();
        changeEnvironment(view, call, names, in.strings());
    }

    private static void changeEnvironment(
            ManagerView view, Call call, List<String> unset, List<String> assignments) {
        view.authorize(
                call,
                Privilege.SET_ENVIRONMENT,
                Map.of(),
                () -> answer(call, view.manager().changeEnvironment(unset, assignments)));
    }

    static void clearJobs(ManagerView view, Call call) {
        UnitOrders.manage(
                view,
                call,
                "",
                "cancel",
                () -> {
                    view.manager().clearJobs();
                    call.reply();
                });
    }

    static void resetFailed(ManagerView view, Call call) {
        UnitOrders.manage(
                view,
                call,
                "",
                "reset-failed",
                () -> {
                    view.manager().resetAllFailed();
                    call.reply();
                });
    }

    /** A user's manager has no console, so that it shows none whatever is asked, as in systemd. */
    static void setShowStatus(ManagerView view, Call call) {
        String mode = call.arguments().string();
        if (SHOW_STATUS.contains(mode)) {
            call.reply();
        } else {
            Failure.invalid("Invalid show status '" + mode + "'").answer(call);
        }
    }

    private static void setExitCode(ManagerView view, Call call) {
        int code = call.arguments().uint8();
        if (view.manager().config().isUserScope()) {
            UnitOrders.manage(
                    view,
                    call,
                    "",
                    "exit",
                    () -> {
                        view.manager().setExitCode(code);
                        call.reply();
                    });
        } else {
            Failure.notSupported("ExitCode can only be set for user service managers.")
                    .answer(call);
        }
    }

    private static void refuseDynamicUsers(Call call) {
        Failure.notSupported("Dynamic users are only supported in the system instance.")
                .answer(call);
    }
}
