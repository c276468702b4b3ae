package hearth.daemon.varlink;

import hearth.daemon.varlink.Parameters.InvalidParameter;
import hearth.linux.socket.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a socket serves: interfaces, and {@code org.varlink.service}, which describes them. Confined
 * to the mailbox of what it serves.
 */
public final class VarlinkService {
    private static final String DESCRIPTION =
            """
            interface org.varlink.service

            method GetInfo() -> (
              vendor: string,
              product: string,
              version: string,
              url: string,
              interfaces: []string
            )

            method GetInterfaceDescription(interface: string) -> (description: string)

            error InterfaceNotFound (interface: string)
            error MethodNotFound (method: string)
            error MethodNotImplemented (method: string)
            error InvalidParameter (parameter: string)
            error PermissionDenied ()
            error ExpectedMore ()
            """;

    private final String version;
    private final List<VarlinkInterface> interfaces;

    /**
     * Serves interfaces.
     *
     * @param version of the program, for whoever asks
     */
    public VarlinkService(String version, List<VarlinkInterface> interfaces) {
        this.version = version;
        this.interfaces = Stream.concat(Stream.of(new Itself()), interfaces.stream()).toList();
    }

    /**
     * Answers a message.
     *
     * @param way is told once of what is to be sent, perhaps nothing
     * @return false where it is no call: whoever sent it speaks something else
     */
    public boolean handle(byte[] message, Credentials peer, Consumer<byte[]> way) {
        Optional<VarlinkCall> parsed = VarlinkCall.parse(message);
        parsed.ifPresent(call -> handle(call, peer, new VarlinkReply(call, way)));
        return parsed.isPresent();
    }

    private void handle(VarlinkCall call, Credentials peer, VarlinkReply reply) {
        Optional<VarlinkInterface> meant = find(call.interfaceName());
        try {
            if (meant.isEmpty()) {
                reply.error(
                        "org.varlink.service.InterfaceNotFound",
                        json -> json.writeStringProperty("interface", call.interfaceName()));
            } else if (!meant.get().call(call, peer, reply)) {
                reply.error(
                        "org.varlink.service.MethodNotFound",
                        json -> json.writeStringProperty("method", call.method()));
            }
        } catch (InvalidParameter e) {
            reply.invalid(e.parameter());
        }
    }

    private Optional<VarlinkInterface> find(String name) {
        return interfaces.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    private final class Itself implements VarlinkInterface {
        @Override
        public String name() {
            return "org.varlink.service";
        }

        @Override
        public String description() {
            return DESCRIPTION;
        }

        @Override
        public boolean call(VarlinkCall call, Credentials peer, VarlinkReply reply)
                throws InvalidParameter {
            switch (call.member()) {
                case "GetInfo" -> describe(reply);
                case "GetInterfaceDescription" ->
                        describe(call.parameters().textOf("interface"), reply);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void describe(VarlinkReply reply) {
            reply.reply(json -> {
                json.writeStringProperty("vendor", "Hearth");
                json.writeStringProperty("product", "hearthd");
                json.writeStringProperty("version", version);
                json.writeStringProperty("url", "");
                json.writeArrayPropertyStart("interfaces");
                interfaces.forEach(it -> json.writeString(it.name()));
                json.writeEndArray();
            });
        }

        private void describe(String name, VarlinkReply reply) {
            find(name)
                    .ifPresentOrElse(
                            found ->
                                    reply.reply(json ->
                                            json.writeStringProperty(
                                                    "description", found.description())),
                            () ->
                                    reply.error(
                                            "org.varlink.service.InterfaceNotFound",
                                            json -> json.writeStringProperty("interface", name)));
        }
    }
}
