package hearth.api.systemd1;

import static hearth.api.systemd1.House.assertError;
import static hearth.api.systemd1.House.noAuxiliary;
import static hearth.api.systemd1.House.properties;
import static hearth.api.systemd1.House.property;
import static hearth.api.systemd1.House.text;
import static hearth.api.systemd1.House.texts;
import static org.assertj.core.api.Assertions.assertThat;

import hearth.api.Authority;
import hearth.api.systemd1.view.ObjectPaths;
import hearth.api.systemd1.world.StandardStreams;
import hearth.dbus.ErrorName;
import hearth.dbus.Message;
import hearth.dbus.Value;
import hearth.dbus.object.Caller;
import hearth.manager.ManagerScope;
import hearth.manager.host.Effect;
import hearth.unit.catalogue.ExecSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Units and settings that come by calls instead of files; see {@link House}. */
class TransientUnitsTest {
    private static final Caller ROOT = new Caller("", 0, 501);

    private final House house = new House();

    @Test
    void standardStreamsOfATransientServiceGoToTheWorld() {
        house.callWithDescriptors(
                List.of(40, 41),
                "StartTransientUnit",
                text("run-3.service"),
                text("fail"),
                properties(
                        property("ExecStart", exec("/bin/cat", "cat")),
                        property("StandardInputFileDescriptor", new Value.Handle(1)),
                        property("StandardOutputFileDescriptor", new Value.Handle(0))),
                noAuxiliary());

        assertThat(house.world.streams.get("run-3.service"))
                .isEqualTo(
                        new StandardStreams(
                                OptionalInt.of(41), OptionalInt.of(40), OptionalInt.empty()));
    }

    @Test
    void streamsOfARefusedServiceAreGivenBack() {
        house.callWithDescriptors(
                List.of(40),
                "StartTransientUnit",
                text("hello.service"),
                text("fail"),
                properties(property("StandardInputFileDescriptor", new Value.Handle(0))),
                noAuxiliary());

        assertThat(house.answer().errorName()).isPresent();
        assertThat(house.world.streams).isEmpty();
    }

    @Test
    void aTransientServiceIsWrittenFromItsProperties() {
        Message answer =
                house.manager(
                        "StartTransientUnit",
                        text("run-1.service"),
                        text("fail"),
                        properties(
                                property("Description", text("one")),
                                property("RemainAfterExit", new Value.Bool(true)),
                                property("MemoryMax", new Value.Uint64(1 << 20)),
                                property("Environment", texts("A=b c")),
                                property("ExecStart", exec("/bin/true", "true", "it's"))),
                        noAuxiliary());

        assertThat(answer.errorName()).as(answer.errorText()).isEmpty();
        Effect.WriteTransient written = house.host.last(Effect.WriteTransient.class);
        assertThat(written.unit()).isEqualTo("run-1.service");
        assertThat(written.text())
                .contains("Description=one\n", "RemainAfterExit=yes\n", "MemoryMax=1048576\n");
        Map<String, Value> service = house.properties(house.unit("run-1.service"), House.SERVICE);
        assertThat(service).containsEntry("Environment", texts("A=b c"));
        assertThat(house.host.last(Effect.Spawn.class).command().argv())
                .containsExactly("true", "it's");
    }

    private static Value exec(String path, String... argv) {
        return new Value.Array(
                "(sasb)",
                List.of(new Value.Struct(List.of(text(path), texts(argv), new Value.Bool(false)))));
    }

    @Test
    void aPropertyThatNobodyKnowsIsNamed() {
        assertError(
                house.manager(
                        "StartTransientUnit",
                        text("run-1.service"),
                        text("fail"),
                        properties(property("Colour", text("red"))),
                        noAuxiliary()),
                ErrorName.PROPERTY_READ_ONLY,
                "Cannot set property Colour, or unknown property.");
    }

    @Test
    void aPropertyOfTheWrongTypeIsRefused() {
        assertThat(
                        house.manager(
                                        "StartTransientUnit",
                                        text("run-1.service"),
                                        text("fail"),
                                        properties(property("RemainAfterExit", text("yes"))),
                                        noAuxiliary())
                                .errorName())
                .contains(ErrorName.INVALID_ARGS);
    }

    @Test
    void aScopeTakesTheCallersOwnProcess() {
        house.manager(
                "StartTransientUnit",
                text("run-2.scope"),
                text("fail"),
                properties(property("PIDs", pids(0))),
                noAuxiliary());

        assertThat(house.host.last(Effect.MoveProcesses.class).pids())
                .containsExactly(House.ALICE.pid());
    }

    @Test
    void aScopeCannotTakeSomebodyElsesProcess() {
        assertError(
                house.manager(
                        "StartTransientUnit",
                        text("run-2.scope"),
                        text("fail"),
                        properties(property("PIDs", pids(1))),
                        noAuxiliary()),
                ErrorName.ACCESS_DENIED,
                "Process 1 is not owned by the caller, refusing.");
    }

    /** What sd-bus asks for {@code systemctl --user -M alice@}. */
    private static List<Value> bridge(Value... others) {
        List<Value> properties =
                new ArrayList<>(
                        List.of(
                                property("Description", text("a bridge")),
                                property("CollectMode", text("inactive-or-failed")),
                                property("User", text("alice")),
                                property("PAMName", text("login")),
                                property("StandardInputFileDescriptor", new Value.Handle(0)),
                                property("StandardOutputFileDescriptor", new Value.Handle(1)),
                                property("StandardErrorFileDescriptor", new Value.Handle(2))));
        properties.addAll(List.of(others));
        return properties;
    }

    private static final Value BRIDGE =
            property(
                    "ExecStart",
                    exec(
                            "systemd-stdio-bridge",
                            "systemd-stdio-bridge",
                            "-punix:path=${XDG_RUNTIME_DIR}/bus"));

    private static House system() {
        return new House(
                ManagerScope.SYSTEM, (question, then) -> then.accept(Authority.Decision.ALLOWED));
    }

    private static Message ask(House system, Caller caller, List<Value> properties) {
        system.callWithDescriptors(
                caller,
                List.of(40, 41, 42),
                "StartTransientUnit",
                text("run-u3.service"),
                text("fail"),
                properties(properties.toArray(Value[]::new)),
                noAuxiliary());
        return system.answer();
    }

    @Test
    void rootIsLedToAUsersBus() {
        House system = system();

        Message answer = ask(system, ROOT, bridge(BRIDGE));

        assertThat(answer.errorName()).isEmpty();
        assertThat(system.world.streams.get("run-u3.service"))
                .isEqualTo(
                        new StandardStreams(
                                OptionalInt.of(40), OptionalInt.of(41), OptionalInt.of(42)));
        Effect.Spawn spawn = system.host.last(Effect.Spawn.class);
        assertThat(spawn.command().argv()).startsWith("systemd-stdio-bridge");
        assertThat(spawn.context().settings().get(ExecSettings.USER)).isEqualTo("alice");
    }

    @Test
    void nobodyElseIsLedToAUsersBusWhateverPolkitSays() {
        House system = system();

        assertError(
                ask(system, House.ALICE, bridge(BRIDGE)),
                ErrorName.ACCESS_DENIED,
                "Only root may talk to a user's manager in that user's name.");
        assertThat(system.world.streams).isEmpty();
    }

    @Test
    void anyOtherServiceOfTheSystemScopeIsRefusedAtOnceAndItsStreamsAreGivenBack() {
        List<List<Value>> others =
                List.of(
                        bridge(),
                        bridge(property("ExecStart", exec("/bin/sh", "sh"))),
                        bridge(
                                property(
                                        "ExecStart",
                                        exec(
                                                "systemd-stdio-bridge",
                                                "systemd-stdio-bridge",
                                                "-h"))),
                        bridge(BRIDGE, BRIDGE),
                        bridge(BRIDGE, property("User", text("bob"))),
                        bridge(BRIDGE, property("PAMName", text("su"))),
                        bridge(BRIDGE, property("Group", text("root"))),
                        bridge(BRIDGE, property("ExecStartPre", exec("/bin/sh", "sh"))),
                        bridge(BRIDGE).subList(0, 4));
        for (List<Value> properties : others) {
            House system = system();

            Message answer = ask(system, ROOT, properties);

            assertThat(answer.errorName()).contains(ErrorName.NOT_SUPPORTED);
            assertThat(answer.errorText()).contains("services of users only");
            assertThat(system.world.streams).isEmpty();
            assertThat(system.manager.jobs()).isEmpty();
        }
    }

    @Test
    void whatComesWithAUnitOfTheSystemScopeIsRefusedToo() {
        House system = system();

        assertThat(
                        system.manager(
                                        "StartTransientUnit",
                                        text("run-u3.timer"),
                                        text("fail"),
                                        properties(),
                                        noAuxiliary())
                                .errorName())
                .contains(ErrorName.NOT_SUPPORTED);
    }

    private static Value pids(long... pids) {
        return new Value.Array(
                "u", Arrays.stream(pids).<Value>mapToObj(Value.Uint32::new).toList());
    }

    @Test
    void setPropertyWritesADropInForEachSetting() {
        house.manager("LoadUnit", text("hello.service"));

        house.manager(
                "SetUnitProperties",
                text("hello.service"),
                new Value.Bool(true),
                properties(property("MemoryMax", new Value.Uint64(1 << 20))));

        Effect.WriteDropIn dropIn = house.host.last(Effect.WriteDropIn.class);
        assertThat(dropIn.fileName()).isEqualTo("50-MemoryMax.conf");
        assertThat(dropIn.text()).contains("[Service]\nMemoryMax=1048576\n");
        assertThat(dropIn.runtime()).isTrue();
    }

    @Test
    void aShareOfTheMachinesHasADropInOfItsOwn() {
        house.manager("LoadUnit", text("hello.service"));

        house.manager(
                "SetUnitProperties",
                text("hello.service"),
                new Value.Bool(true),
                properties(property("MemoryHighScale", new Value.Uint32(429_496_729))));

        Effect.WriteDropIn dropIn = house.host.last(Effect.WriteDropIn.class);
        assertThat(dropIn.fileName()).isEqualTo("50-MemoryHighScale.conf");
        assertThat(dropIn.text()).contains("[Service]\nMemoryHigh=10.00%\n");
    }

    @Test
    void whatHoldsForTheNextStartOnlyCannotBeSetAlive() {
        assertThat(
                        house.manager(
                                        "SetUnitProperties",
                                        text("hello.service"),
                                        new Value.Bool(true),
                                        properties(property("Type", text("oneshot"))))
                                .errorName())
                .contains(ErrorName.PROPERTY_READ_ONLY);
    }

    @Test
    void variablesAreSetAndShown() {
        house.manager("SetEnvironment", texts("COLOUR=red"));

        assertThat(house.properties(ObjectPaths.MANAGER, House.MANAGER).get("Environment"))
                .isEqualTo(texts("HOME=/home/alice", "LANG=C.UTF-8", "COLOUR=red"));
    }
}
