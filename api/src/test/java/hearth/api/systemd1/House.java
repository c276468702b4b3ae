package hearth.api.systemd1;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.budget.Budgets;
import hearth.dbus.DbusPath;
import hearth.dbus.DescriptorList;
import hearth.dbus.Message;
import hearth.dbus.MessageReader;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Outbox;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import hearth.dbus.object.Faults;
import hearth.manager.Manager;
import hearth.manager.ManagerConfig;
import hearth.manager.ManagerFiles;
import hearth.manager.ManagerScope;
import hearth.manager.TreeSource;
import hearth.manager.host.Effect;
import hearth.manager.host.Event;
import hearth.manager.host.Host;
import hearth.manager.host.Moment;
import hearth.unit.load.UnitLoader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * One user's manager with its objects, on a fake host, and a peer on its private socket. What
 * leaves goes through the wire's encoding, as it is written and read through a message.
 */
final class House {
    static final Caller ALICE = new Caller("", FakeWorld.USER, 500);
    static final String MANAGER = "org.freedesktop.systemd1.Manager";
    static final String UNIT = "org.freedesktop.systemd1.Unit";
    static final String SERVICE = "org.freedesktop.systemd1.Service";
    static final String PROPERTIES = "org.freedesktop.DBus.Properties";

    final FakeHost host = new FakeHost();
    final FakeWorld world = new FakeWorld();
    final List<Message> sent = new ArrayList<>();
    final Outbox outbox = sent::add;
    final Manager manager;
    final Systemd1 objects;

    House() {
        this(ManagerScope.USER, Authority.ROOT_ONLY);
    }

    House(ManagerScope scope, Authority authority) {
        for (String target : List.of("sysinit", "basic", "shutdown", "default", "exit")) {
            world.write(target + ".target", "[Unit]\nDescription=" + target + "\n");
        }
        world.write(
                "hello.service",
                """
                [Unit]
                Description=hello
                [Service]
                ExecStart=-/bin/sleep infinity
                LimitCORE=0
                [Install]
                WantedBy=default.target
                """);
        manager =
                new Manager(
                        new ManagerConfig(
                                scope,
                                scope == ManagerScope.USER ? FakeWorld.USER : 0,
                                87,
                                "/user.slice/user-1000.slice/user@1000.service",
                                "/run/u/transient",
                                Budgets.generous().of(1000)),
                        files(),
                        host,
                        () -> new Moment(1_700_000_000_000_000L, 5_000_000),
                        new Random(1));
        manager.restore(List.of());
        manager.coldplug(new Host.Inventory(List.of(), List.of(), List.of()));
        world.onReload = () -> manager.reload(files());
        objects = new Systemd1(manager, world, authority, Faults.BREAK);
        objects.peerConnected(outbox);
    }

    ManagerFiles files() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", "/home/alice");
        environment.put("LANG", "C.UTF-8");
        return ManagerFiles.of(source(), environment);
    }

    TreeSource source() {
        return new TreeSource(new UnitLoader(world.specifiers()), world.tree(), "/run/u/transient");
    }

    /** Makes a call and ends the mailbox's task; what came of it is in {@link #sent}. */
    void callAs(
            Caller caller, DbusPath path, String interfaceName, String member, Value... arguments) {
        serve(message(path, interfaceName, member, arguments), caller);
    }

    /** Makes a call within a mailbox's task that goes on. */
    void handleAs(
            Caller caller, DbusPath path, String interfaceName, String member, Value... arguments) {
        objects.handle(message(path, interfaceName, member, arguments), caller, outbox);
    }

    /** Makes a call to the manager object with descriptors, as the user. */
    void callWithDescriptors(List<Integer> fds, String member, Value... arguments) {
        callWithDescriptors(ALICE, fds, member, arguments);
    }

    /** Makes a call to the manager object with descriptors. */
    void callWithDescriptors(Caller caller, List<Integer> fds, String member, Value... arguments) {
        int[] owned = fds.stream().mapToInt(fd -> fd).toArray();
        serve(
                message(ObjectPaths.MANAGER, MANAGER, member, arguments)
                        .withDescriptors(DescriptorList.owning(fd -> {}, owned)),
                caller);
    }

    private void serve(Message call, Caller caller) {
        objects.handle(call, caller, outbox);
        objects.turnEnded();
    }

    private static Message message(
            DbusPath path, String interfaceName, String member, Value... arguments) {
        StringBuilder types = new StringBuilder();
        for (Value argument : arguments) {
            types.append(argument.signature());
        }
        Message call = Message.call("", path, interfaceName, member);
        Consumer<MessageWriter> content = out -> List.of(arguments).forEach(out::value);
        return arguments.length == 0
                ? call
                : call.withBody(Signature.of(types.toString()), content);
    }

    /** Makes a call as the user and returns the answer. */
    Message call(DbusPath path, String interfaceName, String member, Value... arguments) {
        sent.clear();
        callAs(ALICE, path, interfaceName, member, arguments);
        return answer();
    }

    /** Makes a call to the manager object and returns the answer. */
    Message manager(String member, Value... arguments) {
        return call(ObjectPaths.MANAGER, MANAGER, member, arguments);
    }

    /** Returns the only answer among what was sent. */
    Message answer() {
        List<Message> answers =
                sent.stream().filter(message -> message.type() != MessageType.SIGNAL).toList();
        if (answers.size() != 1) {
            throw new AssertionError("one answer expected: " + answers);
        }
        return answers.getFirst();
    }

    /** Returns what was sent, shortly and in order. */
    List<String> traffic() {
        return sent.stream().map(House::shortly).toList();
    }

    private static String shortly(Message message) {
        return switch (message.type()) {
            case SIGNAL ->
                    message.member().orElseThrow()
                            + (message.isSignal(PROPERTIES, "PropertiesChanged")
                                    ? " " + message.reader().string()
                                    : "");
            case METHOD_RETURN -> "answer";
            case ERROR -> "error";
            case METHOD_CALL, UNKNOWN -> message.type().name();
        };
    }

    /** Reads all properties of one interface of an object. */
    Map<String, Value> properties(DbusPath path, String interfaceName) {
        MessageReader in = call(path, PROPERTIES, "GetAll", new Value.Text(interfaceName)).reader();
        Map<String, Value> properties = new LinkedHashMap<>();
        in.openArray();
        while (in.hasNext()) {
            in.openEntry();
            String name = in.string();
            in.openVariant();
            properties.put(name, in.value());
            in.closeVariant().closeEntry();
        }
        return properties;
    }

    DbusPath unit(String name) {
        return ObjectPaths.UNITS.child(name);
    }

    /** Lets the host start the process that was asked for last, as this one. */
    void spawned(int pid) {
        Effect.Spawn spawn = host.last(Effect.Spawn.class);
        host.cgroups.put(pid, spawn.cgroup());
        manager.handle(new Event.Spawned(spawn.token(), pid));
        manager.handle(new Event.Executed(spawn.token()));
        objects.turnEnded();
    }

    static Value text(String value) {
        return new Value.Text(value);
    }

    static Value texts(String... values) {
        return new Value.Array("s", List.of(values).stream().<Value>map(Value.Text::new).toList());
    }

    /** Returns a property as {@code a(sv)} has it. */
    static Value property(String name, Value value) {
        return new Value.Struct(List.of(text(name), new Value.Variant(value)));
    }

    static Value properties(Value... properties) {
        return new Value.Array("(sv)", List.of(properties));
    }

    static Value noAuxiliary() {
        return new Value.Array("(sa(sv))", List.of());
    }

    /** Checks that an answer is this failure, in these words. */
    static void assertError(Message answer, String name, String text) {
        assertThat(answer.type()).isEqualTo(MessageType.ERROR);
        assertThat(answer.errorName()).contains(name);
        assertThat(answer.errorText()).isEqualTo(text);
    }
}
