package hearth.dbus.object;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageWriter;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers calls to the objects of a {@link PathTable}: their own methods, and those that every
 * object has (Introspect, Properties, Peer). Confined to the mailbox of what it shows.
 *
 * @see <a
 *     href="https://dbus.freedesktop.org/doc/dbus-specification.html#standard-interfaces">D-Bus,
 *     standard interfaces</a>
 */
public final class ObjectServer {
    static final String PROPERTIES = "org.freedesktop.DBus.Properties";
    private static final Signature CHANGES = Signature.of("sa{sv}as");

    /** Interfaces that every object has; made once, since a machine has many servers. */
    private static final InterfaceTable<Node> PEER =
            InterfaceTable.of(
                    "org.freedesktop.DBus.Peer",
                    List.of(
                            Method.of("Ping", "", "", (node, call) -> call.reply()),
                            Method.of(
                                    "GetMachineId",
                                    "",
                                    "s",
                                    (node, call) ->
                                            call.reply(w -> w.string(node.server().machineId)),
                                    "machine_uuid")));

    private static final InterfaceTable<Node> INTROSPECTABLE =
            InterfaceTable.of(
                    "org.freedesktop.DBus.Introspectable",
                    List.of(
                            Method.of(
                                    "Introspect", "", "s", ObjectServer::introspect, "xml_data")));

    private static final InterfaceTable<Node> PROPERTIES_TABLE =
            InterfaceTable.of(
                    PROPERTIES,
                    List.of(
                            Method.of(
                                    "Get",
                                    "ss",
                                    "v",
                                    ObjectServer::get,
                                    "interface_name",
                                    "property_name",
                                    "value"),
                            Method.of(
                                    "GetAll",
                                    "s",
                                    "a{sv}",
                                    ObjectServer::getAll,
                                    "interface_name",
                                    "props"),
                            Method.of(
                                    "Set",
                                    "ssv",
                                    "",
                                    ObjectServer::set,
                                    "interface_name",
                                    "property_name",
                                    "value"),
                            Signal.of(
                                    "PropertiesChanged",
                                    "sa{sv}as",
                                    "interface_name",
                                    "changed_properties",
                                    "invalidated_properties")));

    private final PathTable paths;
    private final String machineId;
    private final Guard guard;

    /** An object of a server while it is asked something. */
    private record Node(ObjectServer server, DbusPath path, List<BoundInterface<?>> interfaces) {
        /** Returns the interface of that name. */
        Optional<BoundInterface<?>> find(String name) {
            for (BoundInterface<?> bound : interfaces) {
                if (bound.table().name().equals(name)) {
                    return Optional.of(bound);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Creates a server.
     *
     * @param machineId the answer to {@code GetMachineId}
     * @param faults told what handlers throw
     */
    public ObjectServer(PathTable paths, String machineId, Faults faults) {
        this.paths = paths;
        this.machineId = machineId;
        guard = new Guard(faults);
    }

    /**
     * Handles a method call, which it owns from now on; the answer goes to {@code outbox}, now or
     * later.
     */
    public void handle(Message message, Caller caller, Outbox outbox) {
        handle(message, caller, outbox, Runnable::run);
    }

    /**
     * Handles a method call as {@link #handle(Message, Caller, Outbox)}.
     *
     * @param preparation is done before the object is looked for, and then runs what it is given,
     *     now or later
     */
    public void handle(
            Message message, Caller caller, Outbox outbox, Consumer<Runnable> preparation) {
        var call = new Call(message, caller, outbox);
        guard.run(call, () -> preparation.accept(later(() -> dispatch(call))));
    }

    /** Returns who makes the call that is being handled. */
    public Optional<Caller> caller() {
        return guard.current().map(Call::caller);
    }

    /**
     * Returns work that is done later for the call that is being handled now: what it throws is
     * answered as what the handler throws.
     */
    public Runnable later(Runnable work) {
        return guard.later(work);
    }

    /** Returns work as {@link #later(Runnable)} that is told something. */
    public <T> Consumer<T> later(Consumer<T> work) {
        return guard.later(work);
    }

    private void dispatch(Call call) {
        Message message = call.message();
        DbusPath path = message.path().orElse(DbusPath.ROOT);
        Optional<List<BoundInterface<?>>> interfaces = paths.find(path);
        if (interfaces.isEmpty() && paths.childrenOf(path).isEmpty()) {
            call.error(ErrorName.UNKNOWN_OBJECT, "Unknown object '" + path + "'.");
            return;
        }
        var node = new Node(this, path, interfaces.orElse(List.of()));
        List<BoundInterface<?>> candidates = new ArrayList<>(node.interfaces());
        candidates.add(PROPERTIES_TABLE.bind(node));
        candidates.add(INTROSPECTABLE.bind(node));
        candidates.add(PEER.bind(node));
        boolean isInterfaceKnown = false;
        for (BoundInterface<?> bound : candidates) {
            if (message.interfaceName().map(bound.table().name()::equals).orElse(true)) {
                isInterfaceKnown = true;
                if (invoke(bound, call)) {
                    return;
                }
            }
        }
        String name = message.interfaceName().orElse("");
        if (isInterfaceKnown) {
            call.error(
                    ErrorName.UNKNOWN_METHOD,
                    "Unknown method "
                            + message.member().orElse("")
                            + " or interface "
                            + name
                            + ".");
        } else {
            call.error(ErrorName.UNKNOWN_INTERFACE, "Unknown interface " + name + ".");
        }
    }

    /**
     * Invokes the method that the call names; returns false where the interface has none of that
     * name.
     */
    private static <S> boolean invoke(BoundInterface<S> bound, Call call) {
        Message message = call.message();
        Optional<Method<S>> method = message.member().flatMap(bound.table()::method);
        if (method.isEmpty()) {
            return false;
        }
        Method<S> row = method.get();
        if (!row.in().equals(message.signature())) {
            call.error(
                    ErrorName.INVALID_ARGS,
                    "Invalid arguments '%s' to call %s.%s(), expecting '%s'."
                            .formatted(
                                    message.signature(),
                                    bound.table().name(),
                                    row.name(),
                                    row.in()));
            return true;
        }
        call.returns(row.out());
        row.handler().handle(bound.subject(), call);
        return true;
    }

    private static void introspect(Node node, Call call) {
        var tables =
                new ArrayList<InterfaceTable<?>>(List.of(PEER, INTROSPECTABLE, PROPERTIES_TABLE));
        node.interfaces().forEach(bound -> tables.add(bound.table()));
        String xml = Introspection.of(tables, node.server().paths.childrenOf(node.path()));
        call.reply(writer -> writer.string(xml));
    }

    private static void get(Node node, Call call) {
        MessageReader arguments = call.arguments();
        String interfaceName = arguments.string();
        String name = arguments.string();
        for (BoundInterface<?> bound : node.interfaces()) {
            boolean isAsked = interfaceName.isEmpty() || bound.table().name().equals(interfaceName);
            if (isAsked && replyWith(bound, name, call)) {
                return;
            }
        }
        refuseProperty(node, interfaceName, name, call);
    }

    private static <S> boolean replyWith(BoundInterface<S> bound, String name, Call call) {
        Optional<Property<S>> property = bound.table().property(name);
        property.ifPresent(row ->
                call.reply(writer ->
                        writer.variant(row.type(), w -> row.getter().write(bound.subject(), w))));
        return property.isPresent();
    }

    private static void getAll(Node node, Call call) {
        String interfaceName = call.arguments().string();
        boolean isStandard =
                interfaceName.isEmpty()
                        || interfaceName.startsWith("org.freedesktop.DBus.")
                        || node.find(interfaceName).isPresent();
        if (!isStandard) {
            call.error(ErrorName.UNKNOWN_INTERFACE, "Unknown interface '" + interfaceName + "'.");
            return;
        }
        call.reply(writer -> {
            writer.openArray();
            for (BoundInterface<?> bound : node.interfaces()) {
                if (interfaceName.isEmpty() || bound.table().name().equals(interfaceName)) {
                    writeAll(bound, writer);
                }
            }
            writer.closeArray();
        });
    }

    private static <S> void writeAll(BoundInterface<S> bound, MessageWriter writer) {
        bound.table().writeProperties(bound.subject(), writer);
    }

    private static void set(Node node, Call call) {
        MessageReader arguments = call.arguments();
        String interfaceName = arguments.string();
        String name = arguments.string();
        Optional<BoundInterface<?>> bound = node.find(interfaceName);
        if (bound.isEmpty() || !set(bound.get(), name, arguments, call)) {
            refuseProperty(node, interfaceName, name, call);
        }
    }

    private static <S> boolean set(
            BoundInterface<S> bound, String name, MessageReader arguments, Call call) {
        Optional<Property<S>> property = bound.table().property(name);
        if (property.isEmpty()) {
            return false;
        }
        Property<S> row = property.get();
        Signature given = arguments.openVariant();
        if (row.setter().isEmpty()) {
            call.error(ErrorName.PROPERTY_READ_ONLY, "Property '" + name + "' is not writable.");
        } else if (!given.equals(row.type())) {
            call.error(
                    ErrorName.INVALID_ARGS,
                    "Incorrect signature '%s' for property '%s', expecting '%s'."
                            .formatted(given, name, row.type()));
        } else {
            row.setter().get().set(bound.subject(), arguments, call);
        }
        return true;
    }

    private static void refuseProperty(Node node, String interfaceName, String name, Call call) {
        if (interfaceName.isEmpty() || node.find(interfaceName).isPresent()) {
            call.error(ErrorName.UNKNOWN_PROPERTY, "Unknown property '" + name + "'.");
        } else {
            call.error(ErrorName.UNKNOWN_INTERFACE, "Unknown interface '" + interfaceName + "'.");
        }
    }

    /**
     * Returns the signal {@code PropertiesChanged} of an object's properties, with values as they
     * are now; empty where the object, the interface, or all of the properties do not exist or tell
     * nothing.
     */
    public Optional<Message> propertiesChanged(
            DbusPath path, String interfaceName, Collection<String> names) {
        return paths.find(path)
                .flatMap(interfaces -> new Node(this, path, interfaces).find(interfaceName))
                .flatMap(bound -> changes(path, bound, names));
    }

    private static <S> Optional<Message> changes(
            DbusPath path, BoundInterface<S> bound, Collection<String> names) {
        var changed = new ArrayList<Property<S>>();
        var invalidated = new ArrayList<String>();
        for (String name : names) {
            bound.table().property(name).ifPresent(row -> sort(row, changed, invalidated));
        }
        if (changed.isEmpty() && invalidated.isEmpty()) {
            return Optional.empty();
        }
        Message signal = Message.signal(path, PROPERTIES, "PropertiesChanged");
        return Optional.of(
                signal.withBody(
                        CHANGES,
                        writer -> {
                            writer.string(bound.table().name()).openArray();
                            for (Property<S> row : changed) {
                                writer.entry(
                                        row.name(),
                                        row.type(),
                                        w -> row.getter().write(bound.subject(), w));
                            }
                            writer.closeArray().strings(invalidated);
                        }));
    }

    private static <S> void sort(
            Property<S> row, List<Property<S>> changed, List<String> invalidated) {
        switch (row.emits()) {
            case CHANGE -> changed.add(row);
            case INVALIDATION -> invalidated.add(row.name());
            case CONST, NOTHING -> {}
        }
    }
}
