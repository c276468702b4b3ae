package hearth.manager;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.graph.ActiveState;
import hearth.manager.host.Connection;
import hearth.manager.host.Event;
import hearth.manager.host.ExitCode;
import hearth.manager.host.Moment;
import hearth.manager.host.Mounts;
import hearth.manager.table.Kinds;
import hearth.manager.type.Body;
import hearth.manager.type.SnapshotText;
import hearth.manager.type.UnitEffect;
import hearth.manager.type.UnitEvent;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.setting.Settings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Units of every kind, told anything at any time: the rules that all kinds share. A failure prints
 * its seed.
 */
class KindSimulationTest {
    private static final int UNITS = 60;
    private static final int EVENTS = 150;
    private static final Mounts.Mount MOUNT =
            new Mounts.Mount("/x", "/dev/a", "ext4", "rw", Moment.NEVER);

    /** What makes a unit of a type interesting; others say nothing. */
    private static final Map<UnitType, List<String>> TEXTS =
            Map.of(
                    UnitType.MOUNT,
                    List.of(
                            "[Mount]\nWhat=/dev/a\nType=ext4\nTimeoutSec=3",
                            "[Mount]\nWhat=tmpfs\nLazyUnmount=yes\nKillMode=process"),
                    UnitType.SERVICE,
                    List.of(
                            "[Service]\nExecStart=/bin/a\nExecStop=/bin/b\nRestart=on-failure",
                            "[Service]\nType=notify\nExecStart=/bin/a\nWatchdogSec=3",
                            "[Service]\nType=dbus\nBusName=org.example.X\nExecStart=/bin/a",
                            "[Service]\nType=forking\nExecStart=/bin/a\nExecReload=/bin/c",
                            "[Service]\nType=oneshot\nExecStart=/bin/a\nRemainAfterExit=yes"),
                    UnitType.SCOPE,
                    List.of("[Scope]\n", "[Scope]\nRuntimeMaxSec=5\nOOMPolicy=kill"),
                    UnitType.TIMER,
                    List.of(
                            "[Timer]\nOnActiveSec=3\nOnUnitActiveSec=4\nRandomizedDelaySec=2",
                            "[Timer]\nOnCalendar=minutely\nPersistent=yes",
                            "[Timer]\nOnBootSec=1\nRemainAfterElapse=no",
                            "[Timer]\nOnClockChange=yes\nOnTimezoneChange=yes"),
                    UnitType.SOCKET,
                    List.of(
                            "[Socket]\nListenStream=/a\nListenDatagram=/b\nFlushPending=yes",
                            "[Socket]\nListenStream=/a\nAccept=yes\nMaxConnections=2",
                            "[Socket]\nListenStream=/a\nListenDatagram=/b\nAccept=yes",
                            "[Socket]\nListenFIFO=/a\nExecStartPre=/bin/a\nExecStartPost=-/bin/b\n"
                                    + "ExecStopPre=/bin/c\nExecStopPost=/bin/d\nTimeoutSec=3"),
                    UnitType.PATH,
                    List.of(
                            "[Path]\nPathExists=/a\nPathChanged=/b\nTriggerLimitBurst=3",
                            "[Path]\nDirectoryNotEmpty=/a\nMakeDirectory=yes"));

    @ParameterizedTest
    @EnumSource
    void allKindsKeepTheRulesThatTheyShare(UnitType type) {
        Random random = new Random(7);
        for (int i = 0; i < UNITS; i++) {
            long own = random.nextLong();
            try {
                new World(type, new Random(own)).live();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + own + ": " + e.getMessage(), e);
            }
        }
    }

    private static Settings settings(UnitName name, List<String> texts, Random random) {
        if (texts.isEmpty()) {
            return Settings.NONE;
        }
        String text = texts.get(random.nextInt(texts.size())) + "\n";
        return House.ofUser().source().loadTransient(name, text)
                        instanceof LoadResult.Loaded(UnitDefinition made)
                ? made.settings()
                : Settings.NONE;
    }

    private static final class World {
        private final Random random;
        private final UnitType type;
        private final UnitName name;
        private Body<?, ?> atRest;
        private final Set<Long> tokens = new HashSet<>();
        private final List<Long> questions = new ArrayList<>(List.of(0L));
        private Body<?, ?> body;
        private long nowUsec = 1_000_000;

        World(UnitType type, Random random) {
            this.random = random;
            this.type = type;
            name = new UnitName("x." + type.wireName());
            atRest =
                    Body.atRest(Kinds.of(type), name, 1, ManagerDefaults.STANDARD)
                            .defined(
                                    name,
                                    settings(name, TEXTS.getOrDefault(type, List.of()), random),
                                    ManagerDefaults.STANDARD);
            body = atRest;
        }

        void live() {
            for (int i = 0; i < EVENTS; i++) {
                nowUsec += random.nextInt(2_000_000);
                feed(event());
            }
        }

        private UnitEvent event() {
            return switch (random.nextInt(20)) {
                case 0, 1 -> new UnitEvent.Start(random.nextLong(), Moment.NEVER);
                case 2 -> new UnitEvent.Stop(random.nextBoolean());
                case 3 -> new UnitEvent.Reload();
                case 4 -> new UnitEvent.Abandon();
                case 5 -> new UnitEvent.ResetFailed();
                case 6 -> new UnitEvent.Quiet();
                case 8 -> new UnitEvent.TriggerRefused("no");
                case 9 -> redefined();
                case 10 ->
                        new UnitEvent.TriggeredChanged(
                                random.nextBoolean(),
                                new Moment(nowUsec, nowUsec),
                                new Moment(nowUsec, nowUsec),
                                random.nextBoolean() ? "running" : "dead",
                                random.nextInt(8) == 0);
                case 11 ->
                        new UnitEvent.ConnectionCame(
                                questions.get(random.nextInt(questions.size())),
                                connection(),
                                random.nextInt(3));
                case 14 ->
                        new UnitEvent.CameBeforeStop(
                                questions.get(random.nextInt(questions.size())),
                                Optional.of(connection()).filter(_ -> random.nextBoolean()));
                case 15 ->
                        new UnitEvent.Mounted(
                                random.nextBoolean() ? Optional.of(MOUNT) : Optional.empty());
                case 12 -> new UnitEvent.ConnectionEnded(random.nextBoolean());
                case 13 -> new UnitEvent.ConnectionGiven(connection());
                case 7 -> new UnitEvent.TakenOver(Set.of(), Set.of(9), random.nextBoolean());
                default -> new UnitEvent.Happened(happening());
            };
        }

        /** Its file is written anew, or removed. */
        private UnitEvent redefined() {
            List<String> texts = TEXTS.getOrDefault(type, List.of());
            Settings other = random.nextInt(4) == 0 ? Settings.NONE : settings(name, texts, random);
            atRest = atRest.defined(name, other, ManagerDefaults.STANDARD);
            body = body.defined(name, other, ManagerDefaults.STANDARD);
            return new UnitEvent.Redefined();
        }

        private Connection connection() {
            return new Connection(Connection.nameOf(random.nextInt(9)), "1-1000", "::1", 7, "1000");
        }

        private Event happening() {
            long token = questions.get(random.nextInt(questions.size()));
            return switch (random.nextInt(24)) {
                case 0 -> new Event.Spawned(token, 9);
                case 1 -> new Event.Executed(token);
                case 2 -> new Event.SpawnFailed(token, 11, "no more");
                case 3 -> new Event.Exited(token, 9, ExitCode.EXITED, random.nextInt(2));
                case 4 -> new Event.Lost(token, 9);
                case 5 -> new Event.Signalled(token, random.nextInt(2));
                case 6 -> new Event.Moved(token, random.nextInt(4) == 0 ? "no" : "");
                case 7 -> new Event.MainPidGuessed(token, 9);
                case 8 -> new Event.Notified(9, "/x", Map.of("READY", "1"), 0);
                case 9 -> new Event.OutOfMemory("/x");
                case 10 -> new Event.BusNameChanged("org.example.X", ":1.7");
                case 11 -> new Event.CgroupEmptied("/x");
                case 12 -> new Event.StampRead(token, random.nextInt(2) * 900_000L);
                case 13 -> new Event.PathSeen(token, random.nextBoolean(), random.nextBoolean());
                case 14 -> new Event.PathUnwatchable(token, "no");
                case 15 -> new Event.ClockSet();
                case 16 -> new Event.ZoneChanged(ZoneId.of("Europe/Berlin"));
                case 17, 18 -> new Event.Listening(token, List.of());
                case 19 -> new Event.NotListening(token, "no");
                case 22 -> new Event.ListenerClosed(token);
                case 20 -> new Event.TrafficCame(token, random.nextInt(8) == 0 ? "no" : "");
                case 21 -> new Event.NotAccepted(token, "no", random.nextBoolean());
                default -> new Event.TimerElapsed(token);
            };
        }

        private void feed(UnitEvent event) {
            ActiveState before = body.activeState();
            Body.Turned turned = body.next(event, new Moment(nowUsec, nowUsec));
            body = turned.body();
            if (turned.passed().isEmpty()) {
                assertThat(body.activeState()).as("a state that nobody saw").isEqualTo(before);
            } else {
                assertThat(body.activeState()).isEqualTo(turned.passed().getLast());
            }
            if (!body.isSupported()) {
                assertThat(turned.effects()).isEmpty();
                assertThat(body).isEqualTo(atRest);
            }
            turned.effects().forEach(this::look);
            rewrite();
        }

        /** A question that somebody must answer has a number of its own. */
        private void look(UnitEffect effect) {
            switch (effect) {
                case UnitEffect.Run run -> {
                    assertThat(tokens.add(run.token())).as("a token of its own").isTrue();
                    questions.add(run.token());
                    body.execution(run)
                            .ifPresent(it -> assertThat(it.command().path()).startsWith("/bin/"));
                }
                case UnitEffect.Signal signal -> questions.add(signal.token());
                case UnitEffect.Move move -> questions.add(move.token());
                case UnitEffect.SetTimer timer -> questions.add(timer.token());
                case UnitEffect.Ask ask -> questions.add(ask.token());
                case UnitEffect.Watch watch -> questions.add(watch.token());
                case UnitEffect.SetWakeup wakeup -> questions.add(wakeup.token());
                case UnitEffect.WatchPath watch -> questions.add(watch.token());
                case UnitEffect.OfSocket wish -> look(wish);
                case UnitEffect.CancelTimer _,
                        UnitEffect.Trigger _,
                        UnitEffect.Stamp _,
                        UnitEffect.UnwatchPath _,
                        UnitEffect.MakeDirectories _,
                        UnitEffect.WatchName _,
                        UnitEffect.Say _,
                        UnitEffect.AwaitQuiet _,
                        UnitEffect.ScheduleRestart _,
                        UnitEffect.RequestRestart _,
                        UnitEffect.Release _,
                        UnitEffect.OfStore _ -> {}
            }
        }

        private void look(UnitEffect.OfSocket wish) {
            switch (wish) {
                case UnitEffect.Listen listen -> questions.add(listen.token());
                case UnitEffect.AwaitTraffic await -> questions.add(await.token());
                case UnitEffect.CloseListener close -> questions.add(close.token());
                case UnitEffect.AwaitNothing _,
                        UnitEffect.Flush _,
                        UnitEffect.Serve _,
                        UnitEffect.Drop _,
                        UnitEffect.Served _ -> {}
            }
        }

        /** What an earlier brain has written the next one takes up as it was. */
        private void rewrite() {
            SnapshotText text = new SnapshotText();
            body.write(text);
            SnapshotText read = SnapshotText.parse(text.text());

            assertThat(atRest.read(read)).isEqualTo(body);
            assertThat(read.unknown()).isEmpty();
        }
    }
}
