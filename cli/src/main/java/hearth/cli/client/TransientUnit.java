package hearth.cli.client;

import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A unit without a file.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-run.html">systemd-run(1)</a>
 */
public sealed interface TransientUnit {
    /** Returns the unit's name, its suffix included. */
    String name();

    /** Returns what the unit is, for people. */
    String description();

    /**
     * A command that the manager runs as a service.
     *
     * @param program the absolute path of what is run
     * @param arguments what it is given, its own name first
     * @param directory where it runs; the user's home where that is empty
     */
    record Service(
            String name,
            String description,
            String program,
            List<String> arguments,
            Optional<String> directory)
            implements TransientUnit {
        /** Copies the list. */
        public Service {
            arguments = List.copyOf(arguments);
        }

        private void writeCommand(MessageWriter body) {
            body.openArray();
            body.openStruct();
            body.string(program);
            body.strings(arguments);
            body.bool(false);
            body.closeStruct();
            body.closeArray();
        }
    }

    /**
     * A process that somebody else started, with what it will start.
     *
     * @param pid the process
     */
    record Scope(String name, String description, long pid) implements TransientUnit {}

    /** Writes the arguments of {@code StartTransientUnit}: {@code ssa(sv)a(sa(sv))}. */
    default void write(MessageWriter body) {
        body.string(name());
        body.string("fail");
        body.openArray();
        property(body, "Description", Signature.STRING, value -> value.string(description()));
        switch (this) {
            case Service service -> {
                property(body, "ExecStart", Signature.of("a(sasb)"), service::writeCommand);
                service.directory()
                        .ifPresent(directory ->
                                property(
                                        body,
                                        "WorkingDirectory",
                                        Signature.STRING,
                                        value -> value.string(directory)));
            }
            case Scope scope ->
                    property(
                            body,
                            "PIDs",
                            Signature.of("au"),
                            value -> {
                                value.openArray();
                                value.uint32(scope.pid());
                                value.closeArray();
                            });
        }
        body.closeArray();
        body.openArray();
        body.closeArray();
    }

    private static void property(
            MessageWriter body, String name, Signature type, Consumer<MessageWriter> value) {
        body.openStruct();
        body.string(name);
        body.variant(type, value);
        body.closeStruct();
    }
}
