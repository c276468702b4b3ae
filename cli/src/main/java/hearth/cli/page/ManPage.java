package hearth.cli.page;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of a command line, in the macros of man(7).
 *
 * @param root the model of the whole command line
 * @param version the program's
 */
public record ManPage(CommandSpec root, String version) {
    /** What no model of a command line knows. */
    private static final String REST =
            """
            .SH ENVIRONMENT
            .TP
            .B SYSTEMD_EDITOR\\fR, \\fBVISUAL\\fR, \\fBEDITOR
            The editor of
            .BR "hearth edit" ;
            without one, the first of editor, nano, vim and vi that is there.
            .TP
            .B HEARTH_PAGER\\fR, \\fBSYSTEMD_PAGER\\fR, \\fBPAGER
            What shows a long answer on a terminal; without one, less.
            An empty value, or cat, means none.
            .TP
            .B NO_COLOR
            No colours, whatever its value is.
            .PP
            XDG_RUNTIME_DIR is not needed.
            .SH FILES
            .TP
            .I ~/.config/systemd/user
            Unit files of one's own.
            .TP
            .I /etc/systemd/user\\fR, \\fI/usr/lib/systemd/user
            Unit files for all users.
            .TP
            .I /etc/hearth/hearth.conf
            Settings of the machine; see
            .BR hearth.conf (5).
            .SH WHY
            .TP
            .B hearth why\\fR, \\fBhearth why\\-killed
            What they tell is in the user's own log, in fields of the entries that journalctl shows:
            HEARTH_CAUSE, HEARTH_RULE and HEARTH_PROCESSES. It is kept as long as those are.
            Both end with 0, or with 1 where nothing is known that is still kept.
            .TP
            .B hearth why \\-\\-json
            An object with \\fIunit\\fR, of a unit also \\fIactive\\fR, \\fIsub\\fR, \\fIresult\\fR and
            \\fIsince_usec\\fR, of a session or user \\fIsessions\\fR, of a user \\fIstate\\fR and
            \\fIlingers\\fR, and with an array \\fIchanges\\fR, newest first. Each of these has
            \\fItime_usec\\fR (since 1970), \\fIunit\\fR and \\fItext\\fR, where they are known \\fIjob\\fR,
            \\fIresult\\fR and \\fIsignal\\fR, and the arrays \\fIprocesses\\fR (\\fIpid\\fR,
            \\fIprogram\\fR), \\fIrules\\fR (\\fIsetting\\fR, \\fIvalue\\fR, \\fIplace\\fR) and
            \\fIbecause\\fR, the nearest cause first.
            A cause has its \\fIkind\\fR, what belongs to that, and \\fIwords\\fR for people: client
            (\\fIpid\\fR, \\fIuid\\fR, \\fIprogram\\fR, \\fIunit\\fR), unit (\\fIunit\\fR,
            \\fIrelation\\fR, \\fIplace\\fR), rule, manager (\\fIoccasion\\fR) or login (\\fIevent\\fR).
            A place is a file and a line, or a link.
            .TP
            .B hearth why\\-killed \\-\\-json
            An array of what \\fIchanges\\fR are made of.
            .SH EXAMPLES
            .nf
            hearth why web
            hearth why\\-killed tmux
            hearth enable \\-\\-now hello
            hearth logs \\-f hello
            hearth linger on
            hearth run \\-\\-wait \\-p MemoryMax=1G make \\-j8
            hearth run \\-\\-on\\-calendar daily backup
            hearth stop \\(aqweb\\-*\\(aq
            .fi
            .SH SEE ALSO
            .BR hearthd (8),
            .BR hearth.conf (5),
            .BR pam_hearth (8),
            .BR systemctl (1),
            .BR systemd.unit (5),
            .BR systemd.service (5),
            .BR systemd.time (7)
            """;

    /** Returns the page. */
    public String text() {
        var page = new StringBuilder();
        page.append(".\\\" Made of what hearth --help is made of.\n");
        page.append(".TH HEARTH 1 \"\" \"hearth ").append(version).append("\" \"Hearth\"\n");
        page.append(".SH NAME\nhearth \\- services that belong to a user\n");
        page.append(
                ".SH SYNOPSIS\n.B hearth\n[\\fIOPTION\\fR...] \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n");
        page.append(".SH DESCRIPTION\n").append(roff(Commands.description(root))).append('\n');
        page.append(".SH OPTIONS\n");
        root.options().forEach(option -> option(page, option));
        page.append(".SH COMMANDS\n");
        page.append(
                """
                Each command takes
                .BR \\-h " and " \\-\\-help ,
                and
                .BR \\-u " and " \\-\\-user ,
                which is root's. A unit's name without a suffix is a service's.
                .BR \\-\\-json ,
                where a command has it, makes its answer a program's.
                """);
        Commands.all(root).forEach(command -> command(page, command));
        page.append(".SH EXIT STATUS\n");
        for (Map.Entry<String, String> code : root.usageMessage().exitCodeList().entrySet()) {
            page.append(".TP\n.B ").append(code.getKey()).append('\n');
            page.append(roff(code.getValue())).append('\n');
        }
        return page.append(REST).toString();
    }

    private static void command(StringBuilder page, CommandSpec command) {
        boolean hasMore = command.options().stream().anyMatch(ManPage::isItsOwn);
        String synopsis =
                "hearth "
                        + Commands.path(command)
                        + (hasMore ? " [OPTION...]" : "")
                        + (Commands.below(command).isEmpty() ? "" : " COMMAND")
                        + Commands.words(command);
        page.append(".SS \"").append(roff(synopsis)).append("\"\n");
        page.append(roff(Commands.description(command))).append('\n');
        command.positionalParameters()
                .forEach(word -> {
                    page.append(".TP\n.I ").append(roff(word.paramLabel())).append('\n');
                    page.append(roff(String.join(" ", word.description()))).append('\n');
                });
        command.options().stream()
                .filter(ManPage::isItsOwn)
                .forEach(option -> option(page, option));
    }

    /** What each command has is said once. */
    private static boolean isItsOwn(OptionSpec option) {
        return !option.usageHelp() && !option.longestName().equals("--user");
    }

    private static void option(StringBuilder page, OptionSpec option) {
        String names =
                Arrays.stream(option.names())
                        .map(name -> "\\fB" + roff(name) + "\\fR")
                        .collect(Collectors.joining(", "));
        page.append(".TP\n").append(names);
        if (Commands.hasValue(option)) {
            page.append(" \\fI").append(roff(option.paramLabel())).append("\\fR");
        }
        page.append('\n').append(roff(Commands.description(option))).append('\n');
    }

    /** Spells out what troff takes for orders. */
    private static String roff(String text) {
        String escaped =
                text.replace("\\", "\\e")
                        .replace("-", "\\-")
                        .replace("\"", "\\(dq")
                        .replace("'", "\\(aq")
                        .replace("`", "\\(ga")
                        .replace("~", "\\(ti")
                        .replace("^", "\\(ha");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
