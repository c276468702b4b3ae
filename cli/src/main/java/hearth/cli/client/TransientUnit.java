package hearth.cli.client;

import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import java.util.List;
import java.util.function.Consumer;

/**
 * A unit without a file.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-run.html">systemd-run(1)</a>
 */
public sealed interface TransientUnit {
    /** A shell has taken the command apart: a dollar sign that is left in it is meant as one. */
    String LITERALLY = "no-env-expand";

    /** Returns the unit's name, its suffix included. */
    String name();

    /** Returns what the unit is, for people. */
    String description();

    /**
     * A command that the manager runs as a service.
     *
     * @param program the absolute path of what is run
     * @param arguments what it is given, its own name first
     * @param isLiteral whether a dollar sign in them is meant as one: else the manager puts a
     *     variable's value in place of its name
     * @param properties what else is said of it; the working directory too
     */
    record Service(
            String name,
            String description,
            String program,
            List<String> arguments,
            boolean isLiteral,
            List<UnitProperty> properties)
            implements TransientUnit {
        /** Copies the list. */
        public Service {
            arguments = List.copyOf(arguments);
            properties = List.copyOf(properties);
        }

        private void writeCommand(MessageWriter body) {
            body.openArray();
            body.openStruct();
            body.string(program);
            body.strings(arguments);
            body.strings(isLiteral ? List.of(LITERALLY) : List.of());
            body.closeStruct();
            body.closeArray();
        }
    }

    /**
     * A process that somebody else started, with what it will start.
     *
     * @param pid the process
     */
    record Scope(String name, String description, long pid, List<UnitProperty> properties)
            implements TransientUnit {
        /** Copies the list. */
        public Scope {
            properties = List.copyOf(properties);
        }
    }

    /**
     * What starts a service later: a timer; a path or socket unit is described in the same way.
     *
     * @param properties when
     * @param service what it starts, which is not started at once
     */
    record Timer(String name, List<UnitProperty> properties, Service service)
            implements TransientUnit {
        /** Copies the list. */
        public Timer {
            properties = List.copyOf(properties);
        }

        @Override
        public String description() {
            return service.description();
        }
    }

    /** Returns what is said of it beside its description, and what it is made of. */
    List<UnitProperty> properties();

    /** Writes the arguments of {@code StartTransientUnit}: {@code ssa(sv)a(sa(sv))}. */
    default void write(MessageWriter body) {
        body.string(name());
        body.string("fail");
        writeProperties(body);
        body.openArray();
        if (this instanceof Timer timer) {
            body.openStruct();
            TransientUnit service = timer.service();
            body.string(service.name());
            service.writeProperties(body);
            body.closeStruct();
        }
        body.closeArray();
    }

    private void writeProperties(MessageWriter body) {
        body.openArray();
        property(body, "Description", Signature.STRING, value -> value.string(description()));
        switch (this) {
            case Service service ->
                    property(body, "ExecStartEx", Signature.of("a(sasas)"), service::writeCommand);
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
            case Timer _ -> {}
        }
        for (UnitProperty property : properties()) {
            property(
                    body,
                    property.name(),
                    property.value().signature(),
                    value -> value.value(property.value()));
        }
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
