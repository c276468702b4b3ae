package hearth.daemon.varlink;

import hearth.linux.Errno;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Where the answer to one call goes; any thread, once. What a client has not asked for it is not
 * sent.
 */
public final class VarlinkReply {
    private final VarlinkCall call;
    private final Consumer<byte[]> way;

    /** Answers a call by messages, each with its zero byte; told once, perhaps of none. */
    VarlinkReply(VarlinkCall call, Consumer<byte[]> way) {
        this.call = call;
        this.way = way;
    }

    /** Answers that it is done. */
    public void done() {
        reply(_ -> {});
    }

    /**
     * Answers.
     *
     * @param parameters writes properties of the object that is open
     */
    public void reply(Consumer<JsonGenerator> parameters) {
        var out = new ByteArrayOutputStream();
        write(out, parameters, false);
        send(out);
    }

    /**
     * Answers with several: one message each.
     *
     * @param count at least 1
     * @param parameters writes the one of this number, counted from 0
     */
    public void replyEach(int count, Part parameters) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int number = i;
            write(out, json -> parameters.write(json, number), i < count - 1);
        }
        send(out);
    }

    /** One of several answers. */
    @FunctionalInterface
    public interface Part {
        /** Writes properties of the object that is open. */
        void write(JsonGenerator json, int number);
    }

    /** Answers with an error that has nothing to be said beside its name. */
    public void error(String name) {
        error(name, _ -> {});
    }

    /** Answers with an error. */
    public void error(String name, Consumer<JsonGenerator> parameters) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json =
                VarlinkCall.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("error", name);
            writeParameters(json, parameters);
            json.writeEndObject();
        }
        out.write(0);
        send(out);
    }

    /** Answers that a parameter is missing, or isn't what it should be. */
    public void invalid(String parameter) {
        error(
                "org.varlink.service.InvalidParameter",
                json -> json.writeStringProperty("parameter", parameter));
    }

    /** Answers with an error of the kernel's, as systemd's programs do. */
    public void errno(Errno errno) {
        error(
                "io.systemd.System",
                json -> {
                    json.writeStringProperty("origin", "linux");
                    json.writeNumberProperty("errno", errno.number());
                });
    }

    private static void write(
            ByteArrayOutputStream out, Consumer<JsonGenerator> parameters, boolean continues) {
        try (JsonGenerator json =
                VarlinkCall.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            writeParameters(json, parameters);
            if (continues) {
                json.writeBooleanProperty("continues", true);
            }
            json.writeEndObject();
        }
        out.write(0);
    }

    private static void writeParameters(JsonGenerator json, Consumer<JsonGenerator> parameters) {
        json.writeObjectPropertyStart("parameters");
        parameters.accept(json);
        json.writeEndObject();
    }

    private void send(ByteArrayOutputStream out) {
        way.accept(call.isOneway() ? new byte[0] : out.toByteArray());
    }
}
