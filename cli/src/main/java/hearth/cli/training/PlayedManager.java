package hearth.cli.training;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.dbus.connection.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A manager with one unit, which answers whatever is asked of it. Commands are rehearsed with it
 * while an image is made, so that what they need is in the image's AOT cache.
 */
public final class PlayedManager implements AutoCloseable {
    /** The one unit's name. */
    public static final String UNIT = "rehearsal.service";

    private static final DbusPath OBJECT =
            DbusPath.of("/org/freedesktop/systemd1/unit/rehearsal_2eservice");
    private static final DbusPath JOB = DbusPath.of("/org/freedesktop/systemd1/job/1");

    private final PlayedSocket socket;

    private PlayedManager(PlayedSocket socket) {
        this.socket = socket;
    }

    /**
     * Starts to listen.
     *
     * @param path where
     * @param uid who asks
     * @throws IOException where that is not possible
     */
    public static PlayedManager listen(Path path, long uid) throws IOException {
        return new PlayedManager(PlayedSocket.listen(path, uid, PlayedManager::answer));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static void answer(Connection connection, Message call) {
        if (call.type() != MessageType.METHOD_CALL) {
            return;
        }
        String member = call.member().orElse("");
        switch (member) {
            case "LoadUnit" -> reply(connection, call, "o", body -> body.objectPath(OBJECT));
            case "GetAll" -> reply(connection, call, "a{sv}", PlayedManager::properties);
            case "ListUnits", "ListUnitsByPatterns", "ListUnitsByNames" ->
                    reply(connection, call, "a(ssssssouso)", PlayedManager::unit);
            case "ListUnitFilesByPatterns" -> reply(connection, call, "a(ss)", PlayedManager::file);
            case "GetUnitFileState" -> reply(connection, call, "s", body -> body.string("static"));
            case "GetUnitProcesses" -> reply(connection, call, "a(sus)", PlayedManager::process);
            case "TailLog" -> reply(connection, call, "a(ttis)", PlayedManager::line);
            case "GetRecord", "ListKilled" ->
                    reply(connection, call, "a(tssa{ss}aa{ss}aa{ss})", PlayedManager::record);
            case "Subscribe", "Reload" -> connection.send(Message.reply(call));
            case "StartUnit", "StopUnit", "RestartUnit", "ReloadUnit" -> {
                reply(connection, call, "o", body -> body.objectPath(JOB));
                connection.send(ofEndedJob());
            }
            default ->
                    connection.send(Message.error(call, ErrorName.UNKNOWN_METHOD, "not rehearsed"));
        }
    }

    private static void reply(
            Connection connection, Message call, String types, Consumer<MessageWriter> content) {
        connection.send(Message.reply(call).withBody(Signature.of(types), content));
    }

    private static Message ofEndedJob() {
        return Message.signal(
                        DbusPath.of("/org/freedesktop/systemd1"),
                        "org.freedesktop.systemd1.Manager",
                        "JobRemoved")
                .withBody(
                        Signature.of("uoss"),
                        body -> body.uint32(1).objectPath(JOB).string(UNIT).string("done"));
    }

    /** A property of each type that units have. */
    private static void properties(MessageWriter body) {
        Map<String, Value> properties = new LinkedHashMap<>();
        properties.put("Id", new Value.Text(UNIT));
        properties.put("LoadState", new Value.Text("loaded"));
        properties.put("ActiveState", new Value.Text("active"));
        properties.put("SubState", new Value.Text("running"));
        properties.put("SystemState", new Value.Text("running"));
        properties.put("StateChangeTimestamp", new Value.Uint64(1));
        properties.put("MainPID", new Value.Uint32(1));
        properties.put("Nice", new Value.Int32(1));
        properties.put("TasksCurrent", new Value.Uint64(1));
        properties.put("CanStart", new Value.Bool(true));
        properties.put("Names", new Value.Array("s", List.of(new Value.Text(UNIT))));
        properties.put(
                "LoadError", new Value.Struct(List.of(new Value.Text(""), new Value.Text(""))));
        body.openArray();
        properties.forEach((name, value) ->
                body.entry(name, value.signature(), writer -> writer.value(value)));
        body.closeArray();
    }

    private static void unit(MessageWriter body) {
        body.openArray().openStruct();
        body.string(UNIT).string("Rehearsal").string("loaded").string("active").string("running");
        body.string("").objectPath(OBJECT).uint32(0).string("").objectPath(DbusPath.ROOT);
        body.closeStruct().closeArray();
    }

    private static void file(MessageWriter body) {
        body.openArray().openStruct().string("/" + UNIT).string("static");
        body.closeStruct().closeArray();
    }

    private static void process(MessageWriter body) {
        body.openArray().openStruct().string("/").uint32(1).string("rehearsal");
        body.closeStruct().closeArray();
    }

    private static void line(MessageWriter body) {
        body.openArray().openStruct().uint64(1).uint64(1).int32(6).string("rehearsal");
        body.closeStruct().closeArray();
    }

    private static void record(MessageWriter body) {
        body.openArray().openStruct().uint64(1).string(UNIT).string("Started.");
        body.openArray().openEntry().string("job").string("start").closeEntry().closeArray();
        body.openArray().closeArray();
        body.openArray().openArray();
        body.openEntry().string("kind").string("manager").closeEntry();
        body.closeArray().closeArray();
        body.closeStruct().closeArray();
    }
}
