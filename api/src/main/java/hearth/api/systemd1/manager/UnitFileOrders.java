package hearth.api.systemd1.manager;

import hearth.api.systemd1.manager.InstallCall.Answer;
import hearth.api.systemd1.row.Rows;
import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.UnitFiles;
import hearth.budget.Allowance;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.unit.NamePatterns;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.install.Change;
import hearth.unit.install.InstallResult;
import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.install.Installer;
import hearth.unit.install.Installer.Options;
import hearth.unit.install.PresetRules;
import hearth.unit.install.UnitFileState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Enables, disables, masks and lists unit files. */
final class UnitFileOrders {
    /** Type, path, and what a link leads to. */
    private static final String CHANGES = "a(sss)";

    private static final String CARRIES_AND_CHANGES = "ba(sss)";

    /** The flag of a change until the next boot. */
    private static final long RUNTIME = 1;

    /** The flag of a change in the place of what is there. */
    private static final long FORCE = 2;

    private UnitFileOrders() {}

    static void add(Rows<ManagerView> rows) {
        addLists(rows);
        addEnabling(rows);
        addLinking(rows);
        addMasking(rows);
        addTargets(rows);
    }

    private static void addLists(Rows<ManagerView> rows) {
        rows.method(
                        "ListUnitFiles",
                        "",
                        "a(ss)",
                        (view, call) -> list(view, call, Set.of(), NamePatterns.ALL),
                        "unit_files")
                .method(
                        "ListUnitFilesByPatterns",
                        "asas",
                        "a(ss)",
                        UnitFileOrders::listByPatterns,
                        "states",
                        "patterns",
                        "unit_files")
                .method("GetUnitFileState", "s", "s", UnitFileOrders::getState, "file", "state");
    }

    private static void addEnabling(Rows<ManagerView> rows) {
        rows.method(
                        "EnableUnitFiles",
                        "asbb",
                        CARRIES_AND_CHANGES,
                        (view, call) -> flagged(view, call, Answer.WITH_CARRIES).enable(),
                        "files",
                        "runtime",
                        "force",
                        "carries_install_info",
                        "changes")
                .method(
                        "DisableUnitFiles",
                        "asb",
                        CHANGES,
                        (view, call) -> runtime(view, call).change(Installer::disable),
                        "files",
                        "runtime",
                        "changes")
                .method(
                        "EnableUnitFilesWithFlags",
                        "ast",
                        CARRIES_AND_CHANGES,
                        (view, call) -> bits(view, call, Answer.WITH_CARRIES).enable(),
                        "files",
                        "flags",
                        "carries_install_info",
                        "changes")
                .method(
                        "DisableUnitFilesWithFlags",
                        "ast",
                        CHANGES,
                        (view, call) -> bits(view, call, Answer.CHANGES).change(Installer::disable),
                        "files",
                        "flags",
                        "changes")
                .method(
                        "DisableUnitFilesWithFlagsAndInstallInfo",
                        "ast",
                        CARRIES_AND_CHANGES,
                        (view, call) -> disable(view, call),
                        "files",
                        "flags",
                        "carries_install_info",
                        "changes")
                .method(
                        "ReenableUnitFiles",
                        "asbb",
                        CARRIES_AND_CHANGES,
                        (view, call) ->
                                flagged(view, call, Answer.WITH_CARRIES)
                                        .change(Installer::reenable),
                        "files",
                        "runtime",
                        "force",
                        "carries_install_info",
                        "changes");
    }

    private static void addLinking(Rows<ManagerView> rows) {
        rows.method(
                        "LinkUnitFiles",
                        "asbb",
                        CHANGES,
                        (view, call) -> flagged(view, call, Answer.CHANGES).link(),
                        "files",
                        "runtime",
                        "force",
                        "changes")
                .method(
                        "PresetUnitFiles",
                        "asbb",
                        CARRIES_AND_CHANGES,
                        (view, call) ->
                                flagged(view, call, Answer.WITH_CARRIES)
                                        .change(presetting(view, "full", Installer::preset)),
                        "files",
                        "runtime",
                        "force",
                        "carries_install_info",
                        "changes")
                .method(
                        "PresetUnitFilesWithMode",
                        "assbb",
                        CARRIES_AND_CHANGES,
                        UnitFileOrders::preset,
                        "files",
                        "mode",
                        "runtime",
                        "force",
                        "carries_install_info",
                        "changes");
    }

    private static void addMasking(Rows<ManagerView> rows) {
        rows.method(
                        "MaskUnitFiles",
                        "asbb",
                        CHANGES,
                        (view, call) -> flagged(view, call, Answer.CHANGES).change(Installer::mask),
                        "files",
                        "runtime",
                        "force",
                        "changes")
                .method(
                        "UnmaskUnitFiles",
                        "asb",
                        CHANGES,
                        (view, call) -> runtime(view, call).change(Installer::unmask),
                        "files",
                        "runtime",
                        "changes")
                .method(
                        "RevertUnitFiles",
                        "as",
                        CHANGES,
                        (view, call) ->
                                new InstallCall(
                                                view,
                                                call,
                                                call.arguments().strings(),
                                                Options.PERSISTENT,
                                                Answer.CHANGES)
                                        .change(Installer::revert),
                        "files",
                        "changes");
    }

    private static void addTargets(Rows<ManagerView> rows) {
        rows.method(
                        "SetDefaultTarget",
                        "sb",
                        CHANGES,
                        UnitFileOrders::setDefaultTarget,
                        "name",
                        "force",
                        "changes")
                .method("GetDefaultTarget", "", "s", UnitFileOrders::getDefaultTarget, "name")
                .method(
                        "PresetAllUnitFiles",
                        "sbb",
                        CHANGES,
                        UnitFileOrders::presetAll,
                        "mode",
                        "runtime",
                        "force",
                        "changes")
                .method(
                        "AddDependencyUnitFiles",
                        "asssbb",
                        CHANGES,
                        UnitFileOrders::addDependency,
                        "files",
                        "target",
                        "type",
                        "runtime",
                        "force",
                        "changes")
                .method(
                        "GetUnitFileLinks",
                        "sb",
                        "as",
                        UnitFileOrders::getLinks,
                        "name",
                        "runtime",
                        "links");
    }

    /** Reads files, runtime and force. */
    static InstallCall flagged(ManagerView view, Call call, Answer answer) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        return new InstallCall(view, call, files, new Options(in.bool(), in.bool()), answer);
    }

    /** Reads files and runtime. */
    static InstallCall runtime(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        return new InstallCall(view, call, files, new Options(in.bool(), false), Answer.CHANGES);
    }

    /** Reads files and flags. */
    private static InstallCall bits(ManagerView view, Call call, Answer answer) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        long flags = in.uint64();
        Options options = new Options((flags & RUNTIME) != 0, (flags & FORCE) != 0);
        return new InstallCall(view, call, files, options, answer);
    }

    /** All that can be said of how to disable is whether until the next boot. */
    private static void disable(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        long flags = in.uint64();
        if ((flags & ~RUNTIME) != 0) {
            Failure.invalid("Invalid argument").answer(call);
            return;
        }
        Options options = new Options(flags == RUNTIME, false);
        new InstallCall(view, call, files, options, Answer.WITH_CARRIES_OR_CHANGED)
                .change(Installer::disable);
    }

    private static void listByPatterns(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        Set<String> states = Set.copyOf(in.strings());
        UnitQueries.withPatterns(
                call, in.strings(), patterns -> list(view, call, states, patterns));
    }

    private static void list(
            ManagerView view, Call call, Set<String> states, NamePatterns patterns) {
        view.world().freshen(() -> call.reply(out -> writeList(view, states, patterns, out)));
    }

    private static void writeList(
            ManagerView view, Set<String> states, NamePatterns patterns, MessageWriter out) {
        Installer installer = UnitFiles.installer(view, Options.PERSISTENT);
        out.openArray();
        UnitFiles.paths(view)
                .forEach((name, path) -> {
                    Allowance.check();
                    if (patterns.matches(name.text())) {
                        // A link to nothing is listed, too.
                        String word = installer.state(name).orElse(UnitFileState.BAD).wireName();
                        if (states.isEmpty() || states.contains(word)) {
                            out.openStruct().string(path).string(word).closeStruct();
                        }
                    }
                });
        out.closeArray();
    }

    private static void getState(ManagerView view, Call call) {
        String file = call.arguments().string();
        Optional<UnitName> name = UnitName.parse(InstallCall.baseName(file));
        if (name.isEmpty()) {
            Failure.invalid("Invalid argument").answer(call);
            return;
        }
        view.world().freshen(() -> replyState(view, call, name.get()));
    }

    /** The client says which file itself. */
    private static String kernelsWord(Failure failure) {
        return failure.text().substring(failure.text().lastIndexOf(": ") + 2);
    }

    private static void replyState(ManagerView view, Call call, UnitName name) {
        Installer installer = UnitFiles.installer(view, Options.PERSISTENT);
        Optional<UnitFileState> state = installer.state(name);
        if (installer.isMalformed(name)) {
            installer
                    .refusal(name)
                    .map(InstallCall::failure)
                    .ifPresent(failure -> call.error(failure.name(), kernelsWord(failure)));
        } else if (state.isPresent()) {
            call.reply(out -> out.string(state.get().wireName()));
        } else if (installer.isSevered(name)) {
            call.error(ErrorName.ofErrno("ENOLINK"), "Link has been severed");
        } else {
            call.error(ErrorName.FILE_NOT_FOUND, "No such file or directory");
        }
    }

    private static void preset(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        String mode = in.string();
        Options options = new Options(in.bool(), in.bool());
        new InstallCall(view, call, files, options, Answer.WITH_CARRIES)
                .change(presetting(view, mode, Installer::preset));
    }

    private static void presetAll(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String mode = in.string();
        Options options = new Options(in.bool(), in.bool());
        List<String> files = UnitFiles.paths(view).keySet().stream().map(UnitName::text).toList();
        new InstallCall(view, call, files, options, Answer.CHANGES)
                .change(presetting(view, mode, Installer::presetAll));
    }

    /** Brings units to what presets say of them. */
    @FunctionalInterface
    private interface Presetting {
        InstallResult plan(Installer installer, List<UnitName> names, PresetRules rules);
    }

    private static InstallCall.Planner presetting(
            ManagerView view, String mode, Presetting presetting) {
        return (installer, names) ->
                UnitFiles.ofPresetMode(view, names, mode)
                        .map(chosen -> presetting.plan(installer, chosen, view.world().presets()))
                        .orElseGet(() ->
                                new Refused(
                                        InstallResult.Reason.INVALID,
                                        "no preset mode: '" + mode + "'"));
    }

    private static void getLinks(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String file = in.string();
        Options options = new Options(in.bool(), false);
        Optional<UnitName> name = UnitName.parse(file);
        if (name.isEmpty()) {
            InstallCall.invalidName(file).answer(call);
            return;
        }
        switch (UnitFiles.installer(view, options).disable(List.of(name.get()))) {
            case Plan plan -> {
                List<String> links =
                        plan.changes().stream()
                                .filter(Change.Unlink.class::isInstance)
                                .map(Change::path)
                                .toList();
                call.reply(out -> out.strings(links));
            }
            case Refused refused -> InstallCall.failure(refused).answer(call);
        }
    }

    private static void getDefaultTarget(ManagerView view, Call call) {
        view.world().freshen(() -> call.reply(out -> out.string(UnitFiles.defaultTarget(view))));
    }

    private static void setDefaultTarget(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        String target = in.string();
        Options options = new Options(false, in.bool());
        boolean canBe =
                UnitName.parse(target)
                        .filter(name -> name.type() == UnitType.TARGET)
                        .filter(name -> !name.equals(UnitFiles.DEFAULT_TARGET))
                        .isPresent();
        if (!canBe) {
            Failure.invalid("Invalid argument").answer(call);
            return;
        }
        new InstallCall(view, call, List.of(target), options, Answer.CHANGES)
                .change((installer, names) ->
                        installer.linkAs(names, name -> UnitFiles.DEFAULT_TARGET.text()));
    }

    private static void addDependency(ManagerView view, Call call) {
        MessageReader in = call.arguments();
        List<String> files = in.strings();
        String target = in.string();
        String type = in.string();
        Options options = new Options(in.bool(), in.bool());
        boolean isKnown = type.equals("Wants") || type.equals("Requires");
        Optional<UnitName> name = UnitName.parse(target);
        if (!isKnown || name.isEmpty()) {
            Failure.invalid("Invalid argument").answer(call);
            return;
        }
        String directory = target + (type.equals("Wants") ? ".wants/" : ".requires/");
        new InstallCall(view, call, files, options, Answer.CHANGES)
                .change((installer, names) ->
                        installer
                                .refusal(name.get())
                                .<InstallResult>map(refused -> refused)
                                .orElseGet(
                                        () -> installer.linkAs(names, unit -> directory + unit)));
    }
}
