package hearth.api.systemd1;

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
        WITH_CARRIES
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

    /** Links what is given by its path, where that is needed, and enables. */
    void enable() {
        List<String> paths = files.stream().filter(file -> file.startsWith("/")).toList();
        if (paths.isEmpty()) {
            change(Installer::enable);
        } else {
            linkFiles(paths, links -> plan(Installer::enable, links.changes()));
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
                                            text -> call.error(ErrorName.FILE_NOT_FOUND, text),
                                            () -> carryOut(links, then)));
        });
    }

    private void authorized(Runnable then) {
        view.authorize(
                call, Privilege.MANAGE_UNIT_FILES, Map.of(), () -> view.world().freshen(then));
    }

    private void plan(Planner planner, List<Change> before) {
        List<UnitName> names = new ArrayList<>();
        for (String file : files) {
            Optional<UnitName> name = UnitName.parse(baseName(file));
            if (name.isEmpty()) {
                invalidName(file).answer(call);
                return;
            }
            names.add(name.get());
        }
        carryOut(
                planner.plan(UnitFiles.installer(view, options), names),
                plan -> {
                    List<Change> all = new ArrayList<>(before);
                    all.addAll(plan.changes());
                    reply(new Plan(all, plan.carriesInstallInfo(), plan.notes()));
                });
    }

    private void carryOut(InstallResult result, Consumer<Plan> then) {
        switch (result) {
            case Refused refused -> failure(refused).answer(call);
            case Plan plan when plan.changes().isEmpty() -> then.accept(plan);
            case Plan plan ->
                    view.world()
                            .install(
                                    plan,
                                    failure ->
                                            failure.ifPresentOrElse(
                                                    text -> call.error(ErrorName.FAILED, text),
                                                    () -> then.accept(plan)));
        }
    }

    private void reply(Plan plan) {
        if (!plan.changes().isEmpty()) {
            view.clients().tell(Signals.ofChangedUnitFiles());
        }
        call.reply(out -> {
            switch (answer) {
                case CHANGES -> {}
                case WITH_CARRIES -> out.bool(plan.carriesInstallInfo());
            }
            out.array(plan.changes(), InstallCall::writeChange);
        });
    }

    private static void writeChange(MessageWriter out, Change change) {
        switch (change) {
            case Change.Link(String path, String target, boolean replaces) ->
                    out.openStruct().string("symlink").string(path).string(target).closeStruct();
            case Change.Unlink(String path) ->
                    out.openStruct().string("unlink").string(path).string("").closeStruct();
        }
    }

    /** Returns the last part of a path, or the name itself. */
    static String baseName(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    static Failure invalidName(String file) {
        return Failure.invalid("\"" + file + "\" is not a valid unit name.");
    }

    /** Returns a refusal as clients print it: as a sentence. */
    static Failure failure(Refused refused) {
        String message = refused.message();
        String name =
                switch (refused.reason()) {
                    case NOT_FOUND -> ErrorName.NO_SUCH_UNIT;
                    case MASKED -> ErrorName.UNIT_MASKED;
                    case EXISTS -> ErrorName.UNIT_EXISTS;
                    case INVALID -> ErrorName.INVALID_ARGS;
                    case BAD -> ErrorName.BAD_UNIT_SETTING;
                };
        return new Failure(
                name,
                message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1) + ".");
    }
}
