package hearth.cli.command.rehearse;

import hearth.cli.client.JobVerb;
import hearth.cli.client.UserManager;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.command.Messages;
import hearth.cli.command.Refusals;
import hearth.cli.command.UnitArguments;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code hearth start|stop|restart|try-restart|reload|isolate --dry-run UNIT...}: which jobs would
 * be made, in which order and why, and what is in the way. Of several units each is rehearsed as if
 * it were the only one.
 *
 * @param verb what would be done
 * @param units to what, as typed
 */
public record RehearseJobs(JobVerb verb, List<String> units) implements Action {
    /** Copies the list. */
    public RehearseJobs {
        units = List.copyOf(units);
    }

    @Override
    public String purpose() {
        return "rehearse " + verb.word() + " " + String.join(", ", units);
    }

    /** What would come of one unit's order. */
    private record Rehearsed(String unit, RehearsalRow rehearsal) {}

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        UnitArguments.patterns(units); // what cannot be a name is refused before anybody is asked
        try (UserManager manager = context.userManager()) {
            List<String> names = UnitArguments.expand(manager, units, context.screen());
            return perform(manager, verb, names, context);
        }
    }

    /** Says what would be done over a conversation that there is. */
    static int perform(UserManager manager, JobVerb verb, List<String> names, Context context)
            throws IOException {
        var rehearsals = new Rehearsals(manager);
        List<Rehearsed> all = new ArrayList<>();
        int status = ExitStatus.OK;
        for (String name : names) {
            try {
                all.add(new Rehearsed(name, rehearsals.rehearse(name, verb.order(), verb.mode())));
            } catch (CallRefused refusal) {
                CommandFailure failure = Refusals.failure(verb.word() + " " + name, refusal);
                Messages.failure(context.screen(), failure);
                status = failure.exitStatus();
            }
        }
        if (context.screen().isJson()) {
            context.screen()
                    .json(json ->
                            JsonArray.objects(
                                    json,
                                    all,
                                    one -> {
                                        json.writeStringProperty("order", verb.word());
                                        json.writeStringProperty("unit", one.unit());
                                        RehearsalText.write(json, one.rehearsal());
                                    }));
        } else {
            all.forEach(
                    one -> RehearsalText.show(context.screen(), verb, one.unit(), one.rehearsal()));
        }
        return status;
    }
}
