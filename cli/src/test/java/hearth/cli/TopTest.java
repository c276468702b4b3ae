package hearth.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.top.Order;
import hearth.cli.command.top.Top;
import hearth.cli.text.FullScreen;
import hearth.cli.text.Line;
import hearth.cli.text.Screen;
import hearth.dbus.ErrorName;
import hearth.dbus.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What units use. */
class TopTest {
    private static final String HELLO = Terminal.UNITS + "hello_2eservice";

    /** Short, for a socket's path has 108 bytes. */
    @TempDir private Path run;

    private Terminal terminal;
    private final Played played = new Played();

    @BeforeEach
    void sitDown() {
        terminal = new Terminal(run);
        usage(1_000_000_000);
        Map<String, Value> bad = new LinkedHashMap<>();
        bad.put("CPUUsageNSec", new Value.Uint64(-1));
        bad.put("MemoryCurrent", new Value.Uint64(-1));
        bad.put("TasksCurrent", new Value.Uint64(-1));
        bad.put("NRestarts", new Value.Uint32(5));
        terminal.manager.object(Terminal.UNITS + "bad_2eservice", bad);
    }

    @AfterEach
    void leave() throws IOException {
        terminal.close();
    }

    @Test
    void aTableHasWhatRunsAndDashesForWhatIsNotKnown() throws Exception {
        terminal.listen();

        assertThat(terminal.perform(top(Order.CPU, 1))).isZero();

        assertThat(terminal.out)
                .hasToString(
                        """
                        UNIT            CPU%  MEMORY TASKS RESTARTS STATE
                        hello.service   25.0    1.5M     2        0 active (running)
                        bad.service        -       -     -        5 failed
                        """);
    }

    @Test
    void severalSamplesFollowEachOther() throws Exception {
        terminal.listen();

        terminal.perform(top(Order.RESTARTS, 2));

        assertThat(terminal.out.toString().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly(
                        "UNIT",
                        "bad.service",
                        "hello.service",
                        "",
                        "UNIT",
                        "bad.service",
                        "hello.service");
        assertThat(played.pauses).isEqualTo(2);
    }

    @Test
    void programsGetNullForWhatIsNotKnown() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("top", "--json", "--sort", "name")).isZero();

        assertThat(terminal.out.toString())
                .startsWith(
                        "[{\"user\":\"alice\",\"unit\":\"bad.service\",\"active\":\"failed\","
                                + "\"sub\":\"failed\",\"cpu_percent\":null,\"cpu_nsec\":null,"
                                + "\"memory_bytes\":null,\"tasks\":null,\"restarts\":5},"
                                + "{\"user\":\"alice\",\"unit\":\"hello.service\"")
                .contains("\"memory_bytes\":1572864,\"tasks\":2,\"restarts\":0}]");
    }

    @Test
    void aUnitThatHasGoneMeanwhileIsLeftOut() throws Exception {
        terminal.manager.on(
                "ListUnits",
                "a(ssssssouso)",
                body -> {
                    body.openArray();
                    Terminal.unitRow(body, "gone.service", "Gone", "active", "running");
                    Terminal.unitRow(body, "hello.service", "Hello", "active", "running");
                    body.closeArray();
                });
        terminal.listen();

        assertThat(terminal.perform(top(Order.NAME, 1))).isZero();

        assertThat(terminal.out.toString()).contains("hello.service").doesNotContain("gone");
    }

    @Test
    void onlyRootLooksAtAllUsers() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("top", "--all-users", "-n", "1")).isOne();

        assertThat(terminal.err.toString()).contains("only root may look at all users' services");
    }

    @Test
    void rootSeesAllUsersAndWhoDoesNotAnswer() throws IOException {
        terminal.manager.hangUpAt("ListUnits");
        terminal.listen();

        assertThat(terminal.execute(Terminal.ROOT, "top", "--all-users", "-n", "1")).isZero();

        assertThat(terminal.out.toString()).startsWith("USER     UNIT");
        assertThat(terminal.err.toString()).contains("the manager of alice does not answer");
    }

    @Test
    void rootSeesAUsersUnitsBesideTheUser() throws IOException {
        terminal.listen();

        assertThat(terminal.execute(Terminal.ROOT, "top", "--all-users", "-n", "1")).isZero();

        assertThat(terminal.out.toString()).contains("alice    hello.service");
        assertThat(terminal.err.toString()).isEmpty();
    }

    @Test
    void aWordThatIsNothingToSortByIsRefused() throws IOException {
        terminal.listen();

        assertThat(terminal.execute("top", "--sort", "size")).isEqualTo(2);
        assertThat(terminal.execute("top", "-n", "0")).isEqualTo(2);
        assertThat(terminal.err.toString())
                .contains("\"size\" is nothing to sort by", "cpu, memory, tasks");
    }

    @Test
    void keysStopAUnitAfterAYesAndEnd() throws Exception {
        terminal.job("StopUnit", 1, "hello.service", "done");
        terminal.listen();
        played.keys.addAll(List.of((int) 'n', (int) 'j', (int) 'S', (int) 'y', 0, (int) 'q'));

        assertThat(terminal.perform(live())).isZero();

        assertThat(terminal.manager.calls()).contains("StopUnit[hello.service, replace]");
        assertThat(played.pictures).anyMatch(it -> it.endsWith("stop? y/n  hello.service\n"));
        assertThat(played.pictures).anyMatch(it -> it.endsWith("hello.service is asked for\n"));
        assertThat(played.isClosed).isTrue();
    }

    @Test
    void unitsAreReadEachSecond() throws Exception {
        terminal.listen();
        played.keys.addAll(List.of((int) 'j', (int) 'q'));

        terminal.perform(live());

        assertThat(played.pictures).hasSize(2);
        assertThat(played.pictures.getFirst()).contains(" hello.service      -    1.5M");
        assertThat(played.pictures.getLast()).contains("hello.service   25.0    1.5M");
    }

    @Test
    void aManagerThatHasGoneHasNoUnits() throws Exception {
        terminal.listen();
        played.keys.addAll(List.of((int) 'j', (int) 'q'));
        played.onPause = () -> terminal.manager.hangUpAt("ListUnits");

        assertThat(terminal.perform(live())).isZero();

        assertThat(played.pictures.getLast())
                .contains("alice: 0 units", "no answer: ")
                .doesNotContain("hello.service");
    }

    @Test
    void aRefusalIsSaidAndTheViewGoesOn() throws Exception {
        terminal.manager.refuse("StopUnit", ErrorName.ACCESS_DENIED, "not\033[2J you");
        terminal.listen();
        played.keys.addAll(List.of((int) 'S', (int) 'y', 0, (int) 'q'));

        assertThat(terminal.perform(live())).isZero();

        assertThat(played.pictures)
                .anyMatch(it -> it.endsWith("cannot stop: not\\x1b[2J you\n"))
                .noneMatch(it -> it.contains("\033"));
    }

    @Test
    void theTerminalIsGivenBackWhereItFails() throws Exception {
        terminal.listen();

        assertThatThrownBy(() -> terminal.perform(live())).isInstanceOf(IOException.class);

        assertThat(played.isClosed).isTrue();
    }

    @Test
    void aManagerThatIsNotThereIsSaidBeforeTheTerminalIsTaken() {
        assertThatThrownBy(() -> terminal.perform(live())).isInstanceOf(CommandFailure.class);

        assertThat(played.pictures).isEmpty();
    }

    private Top top(Order order, int count) {
        return new Top(order, false, OptionalInt.of(count), played);
    }

    private Top live() {
        return new Top(Order.CPU, false, OptionalInt.empty(), played);
    }

    private void usage(long cpu) {
        Map<String, Value> hello = Terminal.hello();
        hello.put("CPUUsageNSec", new Value.Uint64(cpu));
        hello.put("NRestarts", new Value.Uint32(0));
        terminal.manager.object(HELLO, hello);
    }

    /**
     * A clock, and a terminal at which keys are pressed; each second hello uses a quarter of one.
     */
    private final class Played implements Top.Outside, FullScreen {
        final Deque<Integer> keys = new ArrayDeque<>();
        final List<String> pictures = new ArrayList<>();
        int pauses;
        boolean isClosed;
        Runnable onPause = () -> {};
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void pause(long nanos) {
            pauses++;
            onPause.run();
            now += nanos;
            usage(1_000_000_000 + now / 4);
        }

        @Override
        public FullScreen terminal(Screen screen) {
            return this;
        }

        @Override
        public OptionalInt key() throws IOException {
            if (keys.isEmpty()) {
                throw new IOException("nobody types");
            }
            pause(1_000_000_000);
            return OptionalInt.of(keys.remove());
        }

        @Override
        public FullScreen.Size size() {
            return new FullScreen.Size(80, 24);
        }

        @Override
        public void draw(List<Line> lines) {
            var out = new StringWriter();
            var screen = new Screen(new PrintWriter(out), new PrintWriter(out), false, false);
            lines.forEach(screen::line);
            pictures.add(out.toString());
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
