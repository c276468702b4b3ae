package hearth.cli.command;

import hearth.cli.client.UnitProcess;
import hearth.cli.text.JsonArray;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Processes for programs. */
public final class ProcessJson {
    private ProcessJson() {}

    /** Writes the property {@code processes}. */
    public static void write(JsonGenerator json, List<UnitProcess> processes) {
        json.writeName("processes");
        JsonArray.objects(
                json,
                processes,
                process -> {
                    json.writeNumberProperty("pid", process.pid());
                    json.writeStringProperty("command", process.commandLine());
                    json.writeStringProperty("cgroup", process.cgroup());
                });
    }
}
