package hearth.cli.command.rehearse;

import hearth.cli.client.RecordRow;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an order would bring about.
 *
 * @param jobs in the order in which they would begin
 * @param alreadySo units that need no job
 * @param canceled jobs of other units that would end undone
 * @param edited units whose files have changed since they were read
 * @param notes what the log would say of it
 * @param leftOut how many rows the answer has no room for
 */
record RehearsalRow(
        List<PlannedJob> jobs,
        List<UnitState> alreadySo,
        List<QueuedJob> canceled,
        List<String> edited,
        List<String> notes,
        long leftOut) {

    /**
     * A job that would be made.
     *
     * @param step 1 for what waits for nothing, else one more than what it waits for
     * @param facts {@code after}, {@code already-so}, {@code joins} or {@code cancels} with {@code
     *     job} and {@code job-state}, {@code obstacle}, {@code conditions}
     * @param cause what brings it in, as names and values; empty for what was asked for
     */
    record PlannedJob(
            String unit,
            String type,
            long step,
            Map<String, String> facts,
            Map<String, String> cause) {}

    /** A unit with its state. */
    record UnitState(String unit, String state) {}

    /** A job that there is. */
    record QueuedJob(long id, String unit, String type) {}

    /** Reads {@code a(ssua{ss}a{ss})a(ss)a(uss)asasu}. */
    static RehearsalRow of(Message answer) {
        MessageReader in = answer.reader();
        List<PlannedJob> jobs = new ArrayList<>();
        in.openArray();
        while (in.hasNext()) {
            in.openStruct();
            jobs.add(
                    new PlannedJob(
                            in.string(),
                            in.string(),
                            in.uint32(),
                            RecordRow.fields(in),
                            RecordRow.fields(in)));
            in.closeStruct();
        }
        in.closeArray();
        List<UnitState> alreadySo = new ArrayList<>();
        in.openArray();
        while (in.hasNext()) {
            in.openStruct();
            alreadySo.add(new UnitState(in.string(), in.string()));
            in.closeStruct();
        }
        in.closeArray();
        List<QueuedJob> canceled = new ArrayList<>();
        in.openArray();
        while (in.hasNext()) {
            in.openStruct();
            canceled.add(new QueuedJob(in.uint32(), in.string(), in.string()));
            in.closeStruct();
        }
        in.closeArray();
        return new RehearsalRow(jobs, alreadySo, canceled, in.strings(), in.strings(), in.uint32());
    }
}
