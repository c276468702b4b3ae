package hearth.cli.command.linger;

import hearth.cli.client.LeaseRow;
import hearth.cli.command.Context;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Spans;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Leases in words, and for programs. */
final class LeaseText {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private LeaseText() {}

    /** Returns for whom a lease is: a name, or what has made it. */
    static String owner(LeaseRow lease) {
        if (!lease.owner().isEmpty()) {
            return lease.owner();
        }
        return lease.origin().equals("granted") ? asker(lease) : lease.origin();
    }

    private static String asker(LeaseRow lease) {
        if (!lease.isAskedFor()) {
            return "-";
        }
        return lease.askedBy() == 0 ? "root" : "uid " + lease.askedBy();
    }

    /** Returns until when, as a cell. */
    static String until(LeaseRow lease, Context context) {
        if (lease.untilUsec() != 0) {
            return moment(lease.untilUsec(), context);
        }
        if (lease.isUntilReboot()) {
            return "reboot";
        }
        return lease.whileUnit().isEmpty() ? "-" : "while " + lease.whileUnit();
    }

    private static String moment(long usec, Context context) {
        return MOMENT.format(ZonedDateTime.ofInstant(Spans.instant(usec), context.zone()));
    }

    /** Returns a lease in one sentence: what it is, who asked, and how it ends. */
    static String sentence(LeaseRow lease, Context context) {
        var text = new StringBuilder(what(lease));
        if (!lease.reason().isEmpty()) {
            text.append(" (").append(lease.reason()).append(')');
        }
        return text.append(", since ")
                .append(moment(lease.sinceUsec(), context))
                .append(": ")
                .append(end(lease, context))
                .toString();
    }

    private static String what(LeaseRow lease) {
        return switch (lease.origin()) {
            case "loginctl" -> "loginctl enable-linger by " + asker(lease);
            case "external" -> "the file in /var/lib/systemd/linger, made by hand";
            case "declared" -> lease.owner() + " declares it";
            default ->
                    "lease "
                            + lease.id()
                            + (lease.owner().isEmpty() ? "" : " for " + lease.owner())
                            + ", asked for by "
                            + asker(lease);
        };
    }

    private static String end(LeaseRow lease, Context context) {
        if (lease.untilUsec() != 0) {
            Duration left =
                    Duration.between(context.clock().instant(), Spans.instant(lease.untilUsec()));
            return "ends at "
                    + moment(lease.untilUsec(), context)
                    + ", in "
                    + Spans.span(left.isNegative() ? Duration.ZERO : left);
        }
        if (lease.isUntilReboot()) {
            return "ends when the machine is started again";
        }
        if (!lease.whileUnit().isEmpty()) {
            return "ends when " + lease.whileUnit() + " is not active any more";
        }
        return switch (lease.origin()) {
            case "loginctl" -> "ends by `hearth linger off`";
            case "external" -> "ends when that file is removed";
            case "declared" -> "ends when the file does not any more, and hearthd is reloaded";
            default -> "ends by `hearth linger revoke`";
        };
    }

    /** Writes leases as an array. */
    static void write(List<LeaseRow> leases, JsonGenerator json) {
        JsonArray.objects(
                json,
                leases,
                lease -> {
                    json.writeStringProperty("id", lease.id());
                    json.writeStringProperty("user", lease.user());
                    if (lease.properties().values().containsKey("Uid")) {
                        json.writeNumberProperty("uid", lease.properties().number("Uid"));
                    }
                    json.writeStringProperty("origin", lease.origin());
                    if (lease.isAskedFor()) {
                        json.writeNumberProperty("askedBy", lease.askedBy());
                    }
                    json.writeStringProperty("owner", lease.owner());
                    json.writeStringProperty("reason", lease.reason());
                    json.writeNumberProperty("sinceUsec", lease.sinceUsec());
                    if (lease.untilUsec() != 0) {
                        json.writeNumberProperty("untilUsec", lease.untilUsec());
                    }
                    if (lease.isUntilReboot()) {
                        json.writeBooleanProperty("untilReboot", true);
                    }
                    if (!lease.whileUnit().isEmpty()) {
                        json.writeStringProperty("while", lease.whileUnit());
                    }
                });
    }
}
