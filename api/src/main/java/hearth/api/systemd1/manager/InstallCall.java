package hearth.api.systemd1.manager;

import hearth.api.systemd1.view.Failure;
import hearth.api.systemd1.view.ManagerView;
import hearth.api.systemd1.view.Privilege;
import hearth.api.systemd1.view.UnitFiles;
import hearth.dbus.ErrorName;
import hearth.dbus.MessageWriter;
import hearth.dbus.object.Call;
import hearth.unit.UnitName;
import hearth.unit.install.Change;
import hearth.unit.install.InstallResult;
import hearth.unit.install.InstallResult.Plan;
import hearth.unit.install.InstallResult.Refused;
import hearth.unit.install.Installer;
import hearth.unit.install.Installer.Options;
import hearth.unit.install.Note;
import hearth.unit.install.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call that changes links of unit files: asks whether the caller may, looks at the files, plans,
 * has the plan carried out and answers with what was changed.
 *
 * @param files names or absolute paths of unit files
 * @param options how the caller wants it
 * @param answer what the method answers with
 */
record InstallCall(
        ManagerView view, Call call, List<String> files, Options options, Answer answer) {

    /** What a method answers with. */
    enum Answer {
        /** The changes. */
        CHANGES,
        /** Whether any of the units has an [Install] section, and the changes. */
        WITH_CARRIES,
        /**
         * The same, and where something was changed as if there were one: clients of 257 say that a
         * unit has none only where nothing came of their call.
         */
        WITH_CARRIES_OR_CHANGED
    }

    /** Plans over files that are fresh. */
    @FunctionalInterface
    interface Planner {
        InstallResult plan(Installer installer, List<UnitName> names);
    }

    /** Does what a planner says. */
    void change(Planner planner) {
        authorized(() -> plan(planner, List.of()));
    }

    /**
     * Says what a planner would do, and does nothing. A file that is given by its path would have
     * to be linked before anybody could plan for it.
     */
    void rehearse(Planner planner) {
        for (String file : files) {
            if (file.startsWith("/")) {
                Failure.invalid("\"" + file + "\" is a path: only unit names can be rehearsed.")
                        .answer(call);
                return;
            }
        }
        authorized(() ->
                names().ifPresent(names -> {
                    switch (planner.plan(UnitFiles.installer(view, options), names)) {
                        case Refused refused -> failure(refused).answer(call);
                        case Plan plan when plan.failure().isPresent() ->
                                failure(plan.failure().get()).answer(call);
                        case Plan plan -> answer(plan);
                    }
                }));
    }

    /** Links what is given by its path, where that is needed, and enables. */
    void enable() {
        List<String> paths = files.stream().filter(file -> file.startsWith("/")).toList();
        if (paths.isEmpty()) {
            change(Installer::enable);
        } else {
            linkFiles(paths, links -> plan(Installer::enable, links.steps()));
        }
    }

    /** Links what is given by its path. */
    void link() {
        linkFiles(files, this::reply);
    }

    /** Links files that are there; a link to one that is not would make no unit. */
    private void linkFiles(List<String> paths, Consumer<Plan> then) {
        authorized(() -> {
            InstallResult links = UnitFiles.installer(view, options).link(paths);
            if (links instanceof Refused refused) {
                failure(refused).answer(call);
                return;
            }
            view.world()
                    .lookFor(
                            paths,
                            missing ->
                                    missing.ifPresentOrElse(
                                            text -> call.error(ErrorName.NO_SUCH_UNIT, text),
                                            () -> carryOut(links, then)));
        });
    }

    private void authorized(Runnable then) {
        view.authorize(
                call, Privilege.MANAGE_UNIT_FILES, Map.of(), () -> view.world().freshen(then));
    }

    /** Returns the names that are meant; where one is none, the call is answered. */
    private Optional<List<UnitName>> names() {
        List<UnitName> names = new ArrayList<>();
        for (String file : files) {
            Optional<UnitName> name = UnitName.parse(baseName(file));
            if (name.isEmpty()) {
                invalidName(file).answer(call);
                return Optional.empty();
            }
            names.add(name.get());
        }
        return Optional.of(names);
    }

    private void plan(Planner planner, List<Step> before) {
        names().ifPresent(names -> plan(planner, names, before));
    }

    private void plan(Planner planner, List<UnitName> names, List<Step> before) {
        carryOut(
                planner.plan(UnitFiles.installer(view, options), names),
                plan -> {
                    List<Step> all = new ArrayList<>(before);
                    all.addAll(plan.steps());
                    reply(new Plan(all, plan.carriesInstallInfo(), plan.failure()));
                });
    }

    private void carryOut(InstallResult result, Consumer<Plan> then) {
        switch (result) {
            case Refused refused -> failure(refused).answer(call);
            case Plan plan when plan.changes().isEmpty() -> carriedOut(plan, then);
            case Plan plan ->
                    view.world()
                            .install(
                                    plan,
                                    failure ->
                                            failure.ifPresentOrElse(
                                                    text -> call.error(ErrorName.FAILED, text),
                                                    () -> carriedOut(plan, then)));
        }
    }

    /** What could be done is; what could not is the answer. */
    private void carriedOut(Plan plan, Consumer<Plan> then) {
        if (plan.failure().isEmpty()) {
            then.accept(plan);
            return;
        }
        tell(plan);
        failure(plan.failure().get()).answer(call);
    }

    private void tell(Plan plan) {
        if (!plan.changes().isEmpty()) {
            view.clients().tell(Signals.ofChangedUnitFiles());
        }
    }

    private void reply(Plan plan) {
        tell(plan);
        answer(plan);
    }

    private void answer(Plan plan) {
        List<Step> told =
                plan.steps().stream().filter(step -> !(step instanceof Change.Tidy)).toList();
        call.reply(out -> {
            switch (answer) {
                case CHANGES -> {}
                case WITH_CARRIES -> out.bool(plan.carriesInstallInfo());
                case WITH_CARRIES_OR_CHANGED ->
                        out.bool(plan.carriesInstallInfo() || !told.isEmpty());
            }
            out.array(told, InstallCall::writeStep);
        });
    }

    /** Writes a step as its kind, what it is about, and what that leads to. */
    private static void writeStep(MessageWriter out, Step step) {
        switch (step) {
            case Change.Link(String path, String target, boolean replaces) -> {
                if (replaces) {
                    write(out, "unlink", path, "");
                }
                write(out, "symlink", path, target);
            }
            case Change.Unlink(String path) -> write(out, "unlink", path, "");
            case Change.Tidy _ -> throw new IllegalStateException("nobody is told");
            case Note.Masked(String path) -> write(out, "masked", path, "");
            case Note.Dangling(String path) -> write(out, "dangling", path, "");
            case Note.NoTarget(String target, String path) ->
                    write(out, "destination not present", target, path);
            case Note.AuxiliaryFailed(String name) -> write(out, "auxiliary unit failed", name, "");
        }
    }

    private static void write(MessageWriter out, String kind, String path, String source) {
        out.openStruct().string(kind).string(path).string(source).closeStruct();
    }

    /** Returns the last part of a path, or the name itself. */
    static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    static Failure invalidName(String file) {
        return Failure.invalid("\"" + file + "\" is not a valid unit name.");
    }

    /** Returns a refusal as clients print it: as a sentence, but for what the kernel says. */
    static Failure failure(Refused refused) {
        String message = refused.message();
        String sentence = message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
        return switch (refused.reason()) {
            case NOT_FOUND -> new Failure(ErrorName.NO_SUCH_UNIT, sentence + ".");
            case MASKED -> new Failure(ErrorName.UNIT_MASKED, sentence + ".");
            case EXISTS -> new Failure(ErrorName.UNIT_EXISTS, sentence + ".");
            case INVALID -> new Failure(ErrorName.INVALID_ARGS, sentence + ".");
            case SEVERED -> new Failure(ErrorName.ofErrno("ENOLINK"), sentence);
            case ALIAS -> new Failure(ErrorName.UNIT_LINKED, sentence);
            case MALFORMED -> new Failure(ErrorName.ofErrno("EBADMSG"), sentence);
            case NO_TEXT -> new Failure(ErrorName.INVALID_ARGS, sentence);
            case BAD -> new Failure(ErrorName.BAD_UNIT_SETTING, sentence + ".");
        };
    }
}
