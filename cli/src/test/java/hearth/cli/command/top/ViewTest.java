package hearth.cli.command.top;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.cli.client.JobVerb;
import hearth.cli.text.FullScreen;
import hearth.cli.text.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTest {
    private final View view = new View("alice", false, Order.CPU);

    @BeforeEach
    void show() {
        view.units(
                List.of(
                        Units.usage("web-a.service", 1, 30, 2, 0),
                        Units.usage("web-b.service", 9, 10, 3, 1),
                        Units.usage("job.service", 5, 20, 4, 2)));
    }

    @Test
    void unitsAreSortedAndTheFirstIsChosen() {
        assertThat(units()).containsExactly(">web-b", " job", " web-a");
        assertThat(text().getFirst()).isEqualTo("alice: 3 units by cpu");
    }

    @Test
    void aKeySortsAndTheChosenUnitStaysChosen() {
        press("m");

        assertThat(units()).containsExactly(" web-a", " job", ">web-b");
        assertThat(text().getFirst()).contains("by memory");
    }

    @Test
    void keysMoveTheChoiceAndNotBeyondTheEnds() {
        view.key(FullScreen.UP);
        assertThat(units().getFirst()).isEqualTo(">web-b");

        view.key(FullScreen.DOWN);
        press("jjj");

        assertThat(units()).containsExactly(" web-b", " job", ">web-a");
    }

    @Test
    void whatIsTypedBehindASlashFilters() {
        press("/WEBx\u007f");
        assertThat(text().getLast()).isEqualTo("/WEB");
        view.key(FullScreen.ENTER);

        assertThat(units()).containsExactly(">web-b", " web-a");
        assertThat(text().getFirst()).isEqualTo("alice: 2 units of 3 by cpu, with WEB");

        view.key(FullScreen.ESCAPE);
        assertThat(units()).hasSize(3);
    }

    @Test
    void lettersOfAFilterOrderNothing() {
        press("/qS");

        assertThat(press("y")).isEqualTo(new View.Request.Show());
        assertThat(text().getLast()).isEqualTo("/qSy");
    }

    @Test
    void aFilterHasAnEnd() {
        press("/" + "a".repeat(1_000));

        assertThat(text(200).getLast()).hasSize(65);
    }

    @Test
    void aUnitIsStoppedAfterAYes() {
        press("jS");
        assertThat(text().getLast()).isEqualTo("stop? y/n  job.service");

        assertThat(press("y"))
                .isEqualTo(
                        new View.Request.Order(JobVerb.STOP, new UnitKey("alice", "job.service")));
        assertThat(text().getLast()).startsWith("q quit");
    }

    @Test
    void anyOtherKeyDoesNotRestart() {
        press("R");
        assertThat(text().getLast()).isEqualTo("restart? y/n  web-b.service");

        assertThat(press("R")).isEqualTo(new View.Request.Show());
        assertThat(press("y")).isEqualTo(new View.Request.Show());
    }

    @Test
    void theUnitThatWasAskedAboutIsMeantEvenWhenItHasGone() {
        press("S");
        view.units(List.of(Units.usage("other.service", 50, 0, 0, 0)));

        assertThat(press("y"))
                .isEqualTo(
                        new View.Request.Order(
                                JobVerb.STOP, new UnitKey("alice", "web-b.service")));
    }

    @Test
    void nothingIsAskedWhereThereIsNoUnit() {
        view.units(List.of());

        press("Sj");

        assertThat(press("y")).isEqualTo(new View.Request.Show());
        assertThat(units()).isEmpty();
    }

    @Test
    void qEnds() {
        assertThat(press("q")).isEqualTo(new View.Request.Quit());
    }

    @Test
    void aMessageStaysUntilTheNextKey() {
        view.say("cannot stop: no");
        assertThat(text().getLast()).isEqualTo("cannot stop: no");

        press("j");

        assertThat(text().getLast()).startsWith("q quit");
    }

    @Test
    void theChosenUnitIsAlwaysInSight() {
        List<Usage> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            many.add(Units.usage("unit-%02d.service".formatted(i), 0, 0, 0, 0));
        }
        view.units(many);
        for (int key : new int[] {FullScreen.PAGE_DOWN, FullScreen.PAGE_DOWN, FullScreen.UP}) {
            view.key(key);
            assertThat(text()).hasSize(10).filteredOn(line -> line.startsWith(">")).hasSize(1);
        }
        press("j".repeat(60));
        assertThat(text()).hasSize(10).element(8).asString().startsWith(">unit-49.service");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        view.say("x".repeat(200));
        for (int width : new int[] {10, 40, 80}) {
            assertThat(text(width)).allMatch(line -> line.length() <= width);
        }
    }

    private View.Request press(String keys) {
        View.Request request = new View.Request.Show();
        for (int i = 0; i < keys.length(); i++) {
            request = view.key(keys.charAt(i));
        }
        return request;
    }

    private List<String> text() {
        return text(60);
    }

    private List<String> text(int columns) {
        var out = new StringWriter();
        var screen = new Screen(new PrintWriter(out), new PrintWriter(out), false, false);
        view.lines(new FullScreen.Size(columns, 10)).forEach(screen::line);
        return out.toString().lines().toList();
    }

    /** Returns the shown units' names, without their type, each behind its mark. */
    private List<String> units() {
        List<String> text = text();
        return text.subList(2, text.size() - 1).stream()
                .map(line -> line.substring(0, line.indexOf('.')))
                .toList();
    }
}
