package hearth.daemon.varlink;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What a client asks for.
 *
 * @param method with its interface, as in {@code io.systemd.Login.ListUsers}
 * @param wantsMore whether the client takes several answers
 * @param isOneway whether the client takes none
 */
public record VarlinkCall(
        String method, Parameters parameters, boolean wantsMore, boolean isOneway) {

    /** Objects in objects: no call has more than two. */
    private static final int DEPTH_MAX = 8;

    static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    /** Returns the call that a message is; empty where it is none. */
    static Optional<VarlinkCall> parse(byte[] message) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), message)) {
            return json.nextToken() == JsonToken.START_OBJECT
                    ? parse(json).filter(_ -> isOver(json))
                    : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static boolean isOver(JsonParser json) {
        return json.nextToken() == null;
    }

    private static Optional<VarlinkCall> parse(JsonParser json) {
        String method = "";
        var parameters = new Parameters();
        boolean more = false;
        boolean oneway = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken kind = json.nextToken();
            boolean isTruth = kind == JsonToken.VALUE_TRUE || kind == JsonToken.VALUE_FALSE;
            if (name.equals("method") && kind == JsonToken.VALUE_STRING) {
                method = json.getString();
            } else if (name.equals("parameters") && kind == JsonToken.START_OBJECT) {
                parameters.read(json, "");
            } else if (name.equals("more") && isTruth) {
                more = kind == JsonToken.VALUE_TRUE;
            } else if (name.equals("oneway") && isTruth) {
                oneway = kind == JsonToken.VALUE_TRUE;
            } else if (kind == JsonToken.START_OBJECT || kind == JsonToken.START_ARRAY) {
                json.skipChildren(); // of a later version: "upgrade" and the like
            }
        }
        return method.isEmpty()
                ? Optional.empty()
                : Optional.of(new VarlinkCall(method, parameters, more, oneway));
    }

    /** Returns the interface that is meant; empty where the method names none. */
    String interfaceName() {
        return method.substring(0, Math.max(0, method.lastIndexOf('.')));
    }

    /** Returns the method's name within its interface. */
    public String member() {
        return method.substring(method.lastIndexOf('.') + 1);
    }
}
