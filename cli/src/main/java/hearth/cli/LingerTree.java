package hearth.cli;

import hearth.cli.client.LeaseWish;
import hearth.cli.command.Account;
import hearth.cli.command.Accounts;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Linger;
import hearth.cli.command.linger.GrantLease;
import hearth.cli.command.linger.LeaseList;
import hearth.cli.command.linger.LeaseReasons;
import hearth.cli.command.linger.MayLinger;
import hearth.cli.command.linger.RevokeLeases;
import hearth.unit.time.TimeSpan;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code hearth linger}, its options and what they mean. */
final class LingerTree {
    private static final String FOR = "--for";
    private static final String UNTIL = "--until";
    private static final String UNTIL_REBOOT = "--until-reboot";
    private static final String WHILE = "--while";
    private static final String ONLY = "--only";
    private static final String REASON = "--reason";
    private static final String OWNER = "--owner";
    private static final String ID = "--id";

    private static final List<String> OF_GRANT =
            List.of(FOR, UNTIL, UNTIL_REBOOT, WHILE, ONLY, REASON);
    private static final List<String> ENDS = List.of(FOR, UNTIL, UNTIL_REBOOT, WHILE);
    private static final Set<String> VERBS =
            Set.of("on", "off", "status", "list", "grant", "revoke", "why", "may");

    private LingerTree() {}

    static CommandSpec spec() {
        return CommandTree.command(
                        "linger", "Say or choose whether services run without a login, and why.")
                .addOption(CommandTree.json())
                .addOption(text("SPAN", "grant: for so long, as 8h", FOR))
                .addOption(
                        text("TIME", "grant: until then, as tomorrow or 2026-12-24 18:00", UNTIL))
                .addOption(
                        CommandTree.flag("grant: until the machine is started again", UNTIL_REBOOT))
                .addOption(text("UNIT", "grant: as long as that unit of the user's runs", WHILE))
                .addOption(text("UNIT", "not supported yet: for some units only", ONLY))
                .addOption(text("TEXT", "grant: why, for people", REASON))
                .addOption(text("NAME", "grant: for whom; revoke: of whom", OWNER))
                .addOption(text("ID", "revoke: that one alone", ID))
                .addPositional(
                        CommandTree.words(
                                "on|off|status|list|grant|revoke|why|may|USER",
                                "0..2",
                                "what to do, and whose services"));
    }

    private static OptionSpec text(String label, String description, String name) {
        return CommandTree.option(label, description, String.class, name);
    }

    /** Returns what was asked for. */
    static Action action(ParseResult command, List<String> words, Account user)
            throws CommandFailure {
        boolean hasVerb = !words.isEmpty() && VERBS.contains(words.getFirst());
        String verb = hasVerb ? words.getFirst() : "status";
        List<String> rest = hasVerb ? words.subList(1, words.size()) : words;
        if (rest.size() > 1) {
            throw usage("'" + words.getFirst() + "' is nothing that linger can do");
        }
        Optional<Account> named =
                rest.isEmpty() ? Optional.empty() : Optional.of(Accounts.find(rest.getFirst()));
        Account whom = named.orElse(user);
        check(command, verb);
        return switch (verb) {
            case "on" -> new Linger(Linger.Wish.ON, whom);
            case "off" -> new Linger(Linger.Wish.OFF, whom);
            case "list" -> new LeaseList(named);
            case "why" -> new LeaseReasons(whom);
            case "may" -> new MayLinger(whom);
            case "grant" ->
                    new GrantLease(
                            whom,
                            value(command, OWNER).orElse(""),
                            value(command, REASON).orElse(""),
                            end(command),
                            value(command, UNTIL));
            case "revoke" -> new RevokeLeases(whom, value(command, ID), value(command, OWNER));
            default -> new Linger(Linger.Wish.STATUS, whom);
        };
    }

    /** An option that does nothing would be taken for one that does. */
    private static void check(ParseResult command, String verb) throws CommandFailure {
        if (command.hasMatchedOption(ONLY)) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "--only is not supported yet: all of a user's services linger, or none",
                    "without it the lease is for all of them");
        }
        for (String option : OF_GRANT) {
            if (!verb.equals("grant") && command.hasMatchedOption(option)) {
                throw usage(option + " is for grant");
            }
        }
        if (!verb.equals("revoke") && command.hasMatchedOption(ID)) {
            throw usage(ID + " is for revoke");
        }
        if (!Set.of("grant", "revoke").contains(verb) && command.hasMatchedOption(OWNER)) {
            throw usage(OWNER + " is for grant and revoke");
        }
        if (ENDS.stream().filter(command::hasMatchedOption).count() > 1) {
            throw usage("a lease has one end: " + String.join(", ", ENDS));
        }
    }

    private static LeaseWish.End end(ParseResult command) throws CommandFailure {
        Optional<String> span = value(command, FOR);
        if (span.isPresent()) {
            TimeSpan time =
                    TimeSpan.parse(span.get())
                            .orElseThrow(
                                    () -> usage(FOR + " is no time span: '" + span.get() + "'"));
            return time.isInfinite()
                    ? new LeaseWish.End.Never()
                    : new LeaseWish.End.For(time.usec());
        }
        if (command.hasMatchedOption(UNTIL_REBOOT)) {
            return new LeaseWish.End.Reboot();
        }
        return value(command, WHILE)
                .<LeaseWish.End>map(unit ->
                        new LeaseWish.End.While(unit.contains(".") ? unit : unit + ".service"))
                .orElse(new LeaseWish.End.Never());
    }

    private static Optional<String> value(ParseResult command, String option) {
        return CommandTree.value(command, option);
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(
                ExitStatus.USAGE, "linger: " + message, "`hearth linger --help` has them all");
    }
}
