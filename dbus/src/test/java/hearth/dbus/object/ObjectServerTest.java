package hearth.dbus.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import hearth.dbus.DbusPath;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.MessageType;
import hearth.dbus.MessageWriter;
import hearth.dbus.Signature;
import hearth.dbus.Value;
import hearth.dbus.object.PathTable.Route;
import hearth.dbus.object.Property.Emits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectServerTest {
    private static final DbusPath MANAGER = DbusPath.of("/org/freedesktop/systemd1");
    private static final DbusPath UNITS = DbusPath.of("/org/freedesktop/systemd1/unit");
    private static final DbusPath BROKEN = DbusPath.of("/org/freedesktop/systemd1/broken");
    private static final String UNIT_INTERFACE = "org.freedesktop.systemd1.Unit";
    private static final Caller ALICE = new Caller(":1.1", 1000, 42);

    /** A unit, as far as this test goes. */
    private static final class Unit {
        private final String name;
        private boolean isFrozen;

        Unit(String name) {
            this.name = name;
        }
    }

    private final Map<String, Unit> units =
            new TreeMap<>(
                    Map.of("a.service", new Unit("a.service"), "-.slice", new Unit("-.slice")));
    private final List<Message> sent = new ArrayList<>();
    private final List<Faults.Fault> faults = new ArrayList<>();
    private final List<Call> waiting = new ArrayList<>();

    private final InterfaceTable<Unit> table =
            InterfaceTable.of(
                    UNIT_INTERFACE,
                    List.of(
                            Property.readOnly(
                                    "Id", "s", Emits.CONST, (unit, w) -> w.string(unit.name)),
                            Property.<Unit>writable(
                                    "Frozen",
                                    "b",
                                    Emits.CHANGE,
                                    (unit, w) -> w.bool(unit.isFrozen),
                                    (unit, value, call) -> {
                                        unit.isFrozen = value.bool();
                                        call.reply();
                                    }),
                            Property.readOnly(
                                    "Names",
                                    "as",
                                    Emits.INVALIDATION,
                                    (u, w) -> w.strings(List.of())),
                            Property.readOnly("Load", "u", Emits.NOTHING, (unit, w) -> w.uint32(7)),
                            Method.of(
                                    "Start",
                                    "s",
                                    "o",
                                    (unit, call) ->
                                            call.reply(w -> w.objectPath(MANAGER.child("job"))),
                                    "mode",
                                    "job"),
                            Method.of("Wait", "", "", (unit, call) -> waiting.add(call)),
                            Signal.of("Removed", "s", "id")));

    private final InterfaceTable<Unit> brokenTable =
            InterfaceTable.of(
                    UNIT_INTERFACE,
                    List.of(
                            Method.of("Break", "", "", (unit, call) -> fail()),
                            Method.of("Sink", "", "", (unit, call) -> sink(1)),
                            Method.of("AnswerAndBreak", "", "", ObjectServerTest::answerAndBreak),
                            Method.of("BreakLater", "", "", (unit, call) -> breakLater()),
                            Property.readOnly("Broken", "s", Emits.NOTHING, (unit, w) -> fail())));

    private final ObjectServer server =
            new ObjectServer(
                    PathTable.of(
                            List.of(
                                    new Route.Exact(MANAGER, List::of),
                                    new Route.Exact(
                                            BROKEN,
                                            () -> List.of(brokenTable.bind(new Unit("broken")))),
                                    new Route.Children(
                                            UNITS,
                                            name ->
                                                    Optional.ofNullable(units.get(name))
                                                            .map(unit -> List.of(table.bind(unit))),
                                            () -> List.copyOf(units.keySet())))),
                    "0123456789abcdef0123456789abcdef",
                    faults::add);

    private final List<Runnable> later = new ArrayList<>();

    private static void fail() {
        throw new ArithmeticException("a defect");
    }

    private static int sink(int depth) {
        return depth < 0 ? depth : depth + sink(depth + 1);
    }

    private static void answerAndBreak(Unit unit, Call call) {
        call.reply();
        fail();
    }

    private void breakLater() {
        later.add(server.later(ObjectServerTest::fail));
    }

    private Message callBroken(
            String interfaceName, String member, String types, Consumer<MessageWriter> arguments) {
        Message call = Message.call("", BROKEN, interfaceName, member);
        server.handle(call.withBody(Signature.of(types), arguments), ALICE, sent::add);
        return sent.getLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Break", "Sink"})
    void aHandlerThatThrowsIsAnsweredAndTold(String member) {
        Message reply = callBroken(UNIT_INTERFACE, member, "", w -> {});

        assertThat(reply.errorName()).contains(ErrorName.FAILED);
        assertThat(faults)
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.call()).contains("/broken").contains("." + member);
                    assertThat(fault.caller()).isEqualTo(ALICE);
                });
    }

    @Test
    void aPropertyThatThrowsIsAnsweredAndTold() {
        Message reply =
                callBroken(
                        ObjectServer.PROPERTIES,
                        "Get",
                        "ss",
                        w -> w.string(UNIT_INTERFACE).string("Broken"));

        assertThat(reply.errorName()).contains(ErrorName.FAILED);
        assertThat(faults).hasSize(1);
    }

    @Test
    void whatIsDoneForACallLaterIsGuardedToo() {
        server.handle(Message.call("", BROKEN, UNIT_INTERFACE, "BreakLater"), ALICE, sent::add);
        assertThat(sent).isEmpty();

        later.forEach(Runnable::run);

        assertThat(sent.getFirst().errorName()).contains(ErrorName.FAILED);
        assertThat(faults).hasSize(1);
        assertThat(server.caller()).isEmpty();
    }

    @Test
    void whoWasAnsweredIsNotAnsweredAgain() {
        Message reply = callBroken(UNIT_INTERFACE, "AnswerAndBreak", "", w -> {});

        assertThat(reply.type()).isEqualTo(MessageType.METHOD_RETURN);
        assertThat(sent).hasSize(1);
        assertThat(faults).hasSize(1);
    }

    @Test
    void aMethodIsFoundByPathInterfaceAndName() {
        Message reply = call("a.service", UNIT_INTERFACE, "Start", "s", w -> w.string("replace"));

        assertThat(reply.reader().objectPath()).isEqualTo(MANAGER.child("job"));
    }

    @Test
    void aMethodIsFoundWithoutItsInterface() {
        Message reply = call("a.service", "", "Start", "s", w -> w.string("replace"));

        assertThat(reply.type()).isEqualTo(MessageType.METHOD_RETURN);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(call("b.service", UNIT_INTERFACE, "Start", "", w -> {}).errorName())
                .contains(ErrorName.UNKNOWN_OBJECT);
        assertThat(call("a.service", UNIT_INTERFACE, "Stop", "", w -> {}).errorName())
                .contains(ErrorName.UNKNOWN_METHOD);
        assertThat(call("a.service", "a.b", "Start", "", w -> {}).errorName())
                .contains(ErrorName.UNKNOWN_INTERFACE);
    }

    @Test
    void argumentsOfOtherTypesAreRefused() {
        Message reply = call("a.service", UNIT_INTERFACE, "Start", "u", w -> w.uint32(1));

        assertThat(reply.errorName()).contains(ErrorName.INVALID_ARGS);
        assertThat(reply.errorText())
                .isEqualTo(
                        "Invalid arguments 'u' to call org.freedesktop.systemd1.Unit.Start(),"
                                + " expecting 's'.");
    }

    @Test
    void anAnswerMayComeLaterButOnlyOnce() {
        server.handle(message("a.service", UNIT_INTERFACE, "Wait", "", w -> {}), ALICE, sent::add);
        assertThat(sent).isEmpty();
        Call call = waiting.getFirst();
        assertThat(call.caller().uid()).isEqualTo(1000);

        call.reply();
        assertThat(sent).hasSize(1);
        assertThat(call.isAnswered()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> call.error(ErrorName.FAILED, "again"));
        assertThat(sent).hasSize(1);
    }

    @Test
    void nothingIsSentToWhoExpectsNothing() {
        Message quiet =
                message("a.service", UNIT_INTERFACE, "Start", "s", w -> w.string("replace"))
                        .withFlags(Message.NO_REPLY_EXPECTED);
        server.handle(quiet, ALICE, sent::add);
        Message wrong =
                message("b.service", UNIT_INTERFACE, "Start", "", w -> {})
                        .withFlags(Message.NO_REPLY_EXPECTED);
        server.handle(wrong, ALICE, sent::add);

        assertThat(sent).isEmpty();
    }

    @Test
    void aPropertyIsReadAsAVariantOfItsType() {
        Message reply = properties("Get", "ss", w -> w.string(UNIT_INTERFACE).string("Id"));

        assertThat(reply.reader().rest())
                .containsExactly(new Value.Variant(new Value.Text("a.service")));
    }

    @Test
    void allPropertiesAreReadInTheTablesOrder() {
        Message reply = properties("GetAll", "s", w -> w.string(UNIT_INTERFACE));

        assertThat(reply.signature()).isEqualTo(Signature.of("a{sv}"));
        var all = (Value.Array) reply.reader().value();
        assertThat(all.items())
                .map(item -> ((Value.Entry) item).key())
                .containsExactly(
                        new Value.Text("Id"),
                        new Value.Text("Frozen"),
                        new Value.Text("Names"),
                        new Value.Text("Load"));
    }

    @Test
    void allPropertiesOfNoInterfaceInParticularAreThoseOfAll() {
        assertThat(
                        ((Value.Array)
                                        properties("GetAll", "s", w -> w.string(""))
                                                .reader()
                                                .value())
                                .items())
                .hasSize(4);
        assertThat(properties("GetAll", "s", w -> w.string("a.b")).errorName())
                .contains(ErrorName.UNKNOWN_INTERFACE);
    }

    @Test
    void aWritablePropertyIsSet() {
        Message reply =
                properties(
                        "Set",
                        "ssv",
                        w ->
                                w.string(UNIT_INTERFACE)
                                        .string("Frozen")
                                        .variant(Signature.BOOLEAN, v -> v.bool(true)));

        assertThat(reply.type()).isEqualTo(MessageType.METHOD_RETURN);
        assertThat(units.get("a.service")).extracting(unit -> unit.isFrozen).isEqualTo(true);
    }

    @Test
    void othersAreNot() {
        assertThat(set("Id", Signature.STRING, w -> w.string("b")))
                .isEqualTo(ErrorName.PROPERTY_READ_ONLY);
        assertThat(set("Nope", Signature.STRING, w -> w.string("b")))
                .isEqualTo(ErrorName.UNKNOWN_PROPERTY);
        assertThat(set("Frozen", Signature.STRING, w -> w.string("b")))
                .isEqualTo(ErrorName.INVALID_ARGS);
    }

    @Test
    void aChangeTellsValuesAndInvalidations() {
        Message signal =
                server.propertiesChanged(
                                UNITS.child("a.service"),
                                UNIT_INTERFACE,
                                List.of("Id", "Frozen", "Names", "Load", "Nope"))
                        .orElseThrow();

        assertThat(signal.isSignal(ObjectServer.PROPERTIES, "PropertiesChanged")).isTrue();
        assertThat(signal.reader().rest().get(1))
                .isEqualTo(
                        new Value.Array(
                                "{sv}",
                                List.of(
                                        new Value.Entry(
                                                new Value.Text("Frozen"),
                                                new Value.Variant(new Value.Bool(false))))));
        assertThat(signal.reader().skip().skip().strings()).containsExactly("Names");
        assertThat(
                        server.propertiesChanged(
                                UNITS.child("a.service"), UNIT_INTERFACE, List.of("Id", "Load")))
                .isEmpty();
    }

    @Test
    void anObjectDescribesItself() {
        Message reply =
                call("a.service", "org.freedesktop.DBus.Introspectable", "Introspect", "", w -> {});

        assertThat(reply.reader().string())
                .contains(
                        """
                         <interface name="org.freedesktop.systemd1.Unit">
                          <property name="Id" type="s" access="read">
                           <annotation name="org.freedesktop.DBus.Property.EmitsChangedSignal" value="const"/>
                          </property>
                          <property name="Frozen" type="b" access="readwrite">
                          </property>
                        """)
                .contains(
                        """
                          <method name="Start">
                           <arg type="s" name="mode" direction="in"/>
                           <arg type="o" name="job" direction="out"/>
                          </method>
                        """);
    }

    @Test
    void thePathsAboveAnObjectLeadToIt() {
        assertThat(introspect(DbusPath.ROOT)).contains(" <node name=\"org\"/>");
        assertThat(introspect(MANAGER)).contains(" <node name=\"unit\"/>");
        assertThat(introspect(UNITS))
                .contains(" <node name=\"_2d_2eslice\"/>\n <node name=\"a_2eservice\"/>\n");
    }

    @Test
    void everyObjectIsAPeer() {
        assertThat(call("a.service", "org.freedesktop.DBus.Peer", "Ping", "", w -> {}).type())
                .isEqualTo(MessageType.METHOD_RETURN);
        assertThat(
                        call("a.service", "org.freedesktop.DBus.Peer", "GetMachineId", "", w -> {})
                                .reader()
                                .string())
                .isEqualTo("0123456789abcdef0123456789abcdef");
    }

    private String introspect(DbusPath path) {
        server.handle(
                Message.call("", path, "org.freedesktop.DBus.Introspectable", "Introspect"),
                ALICE,
                sent::add);
        return sent.getLast().reader().string();
    }

    private String set(String name, Signature type, Consumer<MessageWriter> value) {
        return properties(
                        "Set",
                        "ssv",
                        w -> w.string(UNIT_INTERFACE).string(name).variant(type, value))
                .errorName()
                .orElseThrow();
    }

    private Message properties(String member, String types, Consumer<MessageWriter> arguments) {
        return call("a.service", ObjectServer.PROPERTIES, member, types, arguments);
    }

    private Message call(
            String unit,
            String interfaceName,
            String member,
            String types,
            Consumer<MessageWriter> arguments) {
        server.handle(message(unit, interfaceName, member, types, arguments), ALICE, sent::add);
        return sent.getLast();
    }

    private static Message message(
            String unit,
            String interfaceName,
            String member,
            String types,
            Consumer<MessageWriter> arguments) {
        return Message.call("", UNITS.child(unit), interfaceName, member)
                .withBody(Signature.of(types), arguments);
    }
}
