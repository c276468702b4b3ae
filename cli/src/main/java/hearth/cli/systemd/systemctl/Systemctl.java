package hearth.cli.systemd.systemctl;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.edit.Desk;
import hearth.cli.command.edit.Edit;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.cli.systemd.text.UnitWords;
import hearth.cli.text.Terminals;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code systemctl [OPTION...] VERB [UNIT...]}.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/systemctl.html">systemctl(1)</a>
 */
public record Systemctl(Arguments arguments, Desk desk) implements Action {
    /** Without an end. */
    private static final int MANY = Integer.MAX_VALUE;

    private static final Grammar GRAMMAR =
            Grammar.of(
                    "systemctl",
                    """
                    help,h version user system machine,M= host,H= type,t= state= failed property,p= P,P= value
                    all,a full,l recursive,r reverse after before show-types job-mode= fail no-block wait
                    quiet,q no-legend legend= no-pager plain lines,n= output,o= no-wall no-reload no-ask-password now
                    runtime force,f no-warn preset-mode= signal,s= kill-whom= kill-who= root=
                    timestamp= check-inhibitors= ignore-inhibitors,i show-transaction,T what= with-dependencies
                    """);

    /** Options that mean what this program cannot do, or not here. */
    private static final List<String> REFUSED = List.of("host", "root", "show-transaction");

    /** Verbs of systemctl that this program has not. */
    private static final Set<String> REFUSED_VERBS =
            Set.of(
                    "list-automounts",
                    "list-paths",
                    "list-machines",
                    "help",
                    "set-property",
                    "bind",
                    "mount-image",
                    "service-log-level",
                    "service-log-target",
                    "log-level",
                    "log-target",
                    "service-watchdogs",
                    "exit",
                    "halt",
                    "poweroff",
                    "reboot",
                    "kexec",
                    "switch-root",
                    "suspend",
                    "hibernate",
                    "hybrid-sleep",
                    "suspend-then-hibernate",
                    "default",
                    "rescue",
                    "emergency");

    /** What {@code --type} may be beside types of units. */
    private static final Set<String> LOAD_STATES =
            Set.of(
                    "help",
                    "stub",
                    "loaded",
                    "not-found",
                    "bad-setting",
                    "error",
                    "merged",
                    "masked");

    /** What a verb does. */
    @FunctionalInterface
    private interface Body {
        int perform(Invocation asked) throws CommandFailure, CallRefused, IOException;
    }

    /**
     * A verb.
     *
     * @param least how many words it needs
     * @param most how many it takes
     * @param isLong whether a pager is welcome
     */
    private record Verb(int least, int most, boolean isLong, Body body) {}

    private static final Map<String, Verb> VERBS = verbs();

    private static Map<String, Verb> verbs() {
        Map<String, Verb> all = new LinkedHashMap<>();
        all.put("list-units", new Verb(0, MANY, true, UnitLists::units));
        all.put("list-unit-files", new Verb(0, MANY, true, FileList::perform));
        all.put("list-timers", new Verb(0, MANY, true, TimerList::timers));
        all.put("list-sockets", new Verb(0, MANY, true, TimerList::sockets));
        all.put("list-jobs", new Verb(0, MANY, true, UnitLists::jobs));
        all.put("list-dependencies", new Verb(0, MANY, true, DependencyTree::perform));
        all.put("status", new Verb(0, MANY, true, StatusVerb::perform));
        all.put("show", new Verb(0, MANY, true, ShowVerbs::show));
        all.put("cat", new Verb(1, MANY, true, ShowVerbs::cat));
        for (String verb :
                List.of(
                        "start",
                        "stop",
                        "reload",
                        "restart",
                        "try-restart",
                        "reload-or-restart",
                        "try-reload-or-restart",
                        "reload-or-try-restart",
                        "force-reload",
                        "condrestart",
                        "condreload",
                        "condstop")) {
            all.put(verb, new Verb(1, MANY, false, JobVerbs::perform));
        }
        all.put("isolate", new Verb(1, 1, false, JobVerbs::perform));
        for (String verb :
                List.of(
                        "enable",
                        "disable",
                        "reenable",
                        "preset",
                        "mask",
                        "unmask",
                        "link",
                        "revert")) {
            all.put(verb, new Verb(1, MANY, false, LinkVerbs::perform));
        }
        all.put("add-wants", new Verb(2, MANY, false, LinkVerbs::perform));
        all.put("add-requires", new Verb(2, MANY, false, LinkVerbs::perform));
        all.put("preset-all", new Verb(0, 0, false, LinkVerbs::presetAll));
        all.put("get-default", new Verb(0, 0, false, LinkVerbs::getDefault));
        all.put("set-default", new Verb(1, 1, false, LinkVerbs::setDefault));
        all.put("is-active", new Verb(1, MANY, false, StateVerbs::isActive));
        all.put("is-failed", new Verb(1, MANY, false, StateVerbs::isFailed));
        all.put("is-enabled", new Verb(1, MANY, false, StateVerbs::isEnabled));
        all.put("is-system-running", new Verb(0, 0, false, StateVerbs::isSystemRunning));
        all.put("daemon-reload", new Verb(0, 0, false, StateVerbs::reload));
        all.put("daemon-reexec", new Verb(0, 0, false, StateVerbs::reload));
        all.put("reset-failed", new Verb(0, MANY, false, StateVerbs::resetFailed));
        all.put("kill", new Verb(1, MANY, false, StateVerbs::kill));
        all.put("clean", new Verb(1, MANY, false, StateVerbs::clean));
        all.put("freeze", new Verb(1, MANY, false, StateVerbs::freeze));
        all.put("thaw", new Verb(1, MANY, false, StateVerbs::freeze));
        all.put("cancel", new Verb(0, MANY, false, StateVerbs::cancel));
        all.put("show-environment", new Verb(0, 0, true, EnvironmentVerbs::show));
        all.put("set-environment", new Verb(1, MANY, false, EnvironmentVerbs::change));
        all.put("unset-environment", new Verb(1, MANY, false, EnvironmentVerbs::change));
        all.put("import-environment", new Verb(0, MANY, false, EnvironmentVerbs::take));
        return all;
    }

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static Systemctl of(List<String> typed, Desk desk) throws CommandFailure {
        Arguments arguments = GRAMMAR.read(typed);
        for (String refused : REFUSED) {
            if (arguments.has(refused)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "systemctl: option '--" + refused + "' is not supported here");
            }
        }
        return new Systemctl(arguments, desk);
    }

    private String verb() {
        return arguments.words().isEmpty() ? "list-units" : arguments.words().getFirst();
    }

    @Override
    public String purpose() {
        return verb();
    }

    @Override
    public boolean isLong() {
        return VERBS.containsKey(verb())
                && VERBS.get(verb()).isLong()
                && !arguments.has("no-pager");
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        if (arguments.has("help")) {
            context.screen().text(help());
            return ExitStatus.OK;
        }
        List<String> words =
                arguments.words().isEmpty()
                        ? List.of()
                        : arguments.words().subList(1, arguments.words().size());
        var asked = new Invocation(verb(), words, arguments, context);
        if (verb().equals("edit")) {
            return edit(asked);
        }
        Verb verb = VERBS.get(verb());
        if (verb == null && REFUSED_VERBS.contains(verb())) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "systemctl: " + verb() + " is not supported here");
        }
        if (verb == null) {
            throw new CommandFailure(ExitStatus.FAILURE, "Unknown command verb " + verb() + ".");
        }
        checkTypes();
        if (words.isEmpty() && verb().equals("reload-or-restart")) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "List of units to restart/reload is required.");
        }
        if (words.size() < verb.least()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too few arguments.");
        }
        if (words.size() > verb.most()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too many arguments.");
        }
        return verb.body().perform(asked);
    }

    private void checkTypes() throws CommandFailure {
        for (String word : arguments.list("type")) {
            if (!UnitWords.isUnitType(word) && !LOAD_STATES.contains(word)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "Unknown unit type or load state '"
                                + word
                                + "'.\nUse -t help to see a list of allowed values.");
            }
        }
    }

    /** Our own editing checks a file before it counts. */
    private int edit(Invocation asked) throws CommandFailure, CallRefused, IOException {
        if (!asked.isUser() || asked.has("runtime")) {
            throw new CommandFailure(
                    ExitStatus.FAILURE,
                    "systemctl: edit is for a user's own units here: systemctl --user edit UNIT");
        }
        if (asked.words().isEmpty()) {
            throw new CommandFailure(ExitStatus.FAILURE, "Too few arguments.");
        }
        if (!Terminals.isTerminal(Terminals.OUTPUT)) {
            throw new CommandFailure(ExitStatus.FAILURE, "Cannot edit units if not on a tty.");
        }
        asked.refuseForOthers();
        int status = ExitStatus.OK;
        for (String unit : asked.words()) {
            status = new Edit(unit, asked.has("full"), true, desk).perform(asked.context());
        }
        return status;
    }

    private static String help() {
        var verbs = Stream.concat(VERBS.keySet().stream(), Stream.of("edit")).sorted().toList();
        return "systemctl [OPTIONS...] COMMAND ...\n\nQuery or send control commands to Hearth's managers.\n\nCommands: "
                + String.join(" ", verbs)
                + "\n\nThe options of each are in systemctl(1); what is left out, in hearth-clients(1).\n";
    }
}
