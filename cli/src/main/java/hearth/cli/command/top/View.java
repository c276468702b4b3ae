package hearth.cli.command.top;

import hearth.cli.client.JobVerb;
import hearth.cli.text.FullScreen;
import hearth.cli.text.Line;
import hearth.cli.text.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is shown of units on a terminal, and what keys do to it.
 *
 * <pre>
 *            /                    S, R
 *   Typing &lt;---- Choosing (list) ----&gt; Asking
 *          ----&gt;                 &lt;----
 *        Enter, Esc              any key; y orders the job
 * </pre>
 *
 * <p>The chosen unit stays the chosen one wherever it is sorted to. Confined to one thread; reads
 * no clock and writes nothing.
 */
final class View {
    /** More than this no name needs to be told from others. */
    private static final int FILTER_MAX = 64;

    /** Above the list: what is shown, and titles. Below: keys. */
    private static final int FRAME = 3;

    private static final String KEYS = "q quit  / filter  c m t r n sort  S stop  R restart";

    /** What keys are for at the moment. */
    private sealed interface Mode {
        /** Keys move the choice, sort and order. */
        record Choosing() implements Mode {}

        /** Keys are letters of the filter. */
        record Typing() implements Mode {}

        /** A key says whether it is to be done. */
        record Asking(JobVerb verb, UnitKey unit) implements Mode {}
    }

    /** What a key has asked for. */
    sealed interface Request {
        /** Only to be shown. */
        record Show() implements Request {}

        /** To end. */
        record Quit() implements Request {}

        /** A job for a unit, which is confirmed. */
        record Order(JobVerb verb, UnitKey unit) implements Request {}
    }

    private final boolean hasUsers;
    private final String title;
    private Mode mode = new Mode.Choosing();
    private Order order;
    private String filter = "";
    private String message = "";
    private List<Usage> all = List.of();
    private List<Usage> shown = List.of();
    private Optional<UnitKey> chosen = Optional.empty();
    private int top;
    private int page = 1;

    /**
     * Creates a view of nothing.
     *
     * @param title whose units they are
     * @param hasUsers whether they are of several users
     */
    View(String title, boolean hasUsers, Order order) {
        this.title = title;
        this.hasUsers = hasUsers;
        this.order = order;
    }

    /** Shows these from now on. */
    void units(List<Usage> units) {
        all = List.copyOf(units);
        select();
    }

    /** Says something until the next key. */
    void say(String text) {
        message = text;
    }

    /** Does what a key means. */
    Request key(int key) {
        message = "";
        return switch (mode) {
            case Mode.Choosing() -> chosenBy(key);
            case Mode.Typing() -> {
                type(key);
                yield new Request.Show();
            }
            case Mode.Asking(JobVerb verb, UnitKey unit) -> {
                mode = new Mode.Choosing();
                yield key == 'y' ? new Request.Order(verb, unit) : new Request.Show();
            }
        };
    }

    private Request chosenBy(int key) {
        switch (key) {
            case 'q' -> {
                return new Request.Quit();
            }
            case '/' -> mode = new Mode.Typing();
            case 'S' -> ask(JobVerb.STOP);
            case 'R' -> ask(JobVerb.RESTART);
            case 'k', FullScreen.UP -> move(-1);
            case 'j', FullScreen.DOWN -> move(1);
            case FullScreen.PAGE_UP -> move(-page);
            case FullScreen.PAGE_DOWN -> move(page);
            case FullScreen.ESCAPE -> filter = "";
            default -> order = Order.ofKey(key).orElse(order);
        }
        select();
        return new Request.Show();
    }

    private void type(int key) {
        switch (key) {
            case FullScreen.ENTER -> mode = new Mode.Choosing();
            case FullScreen.ESCAPE -> {
                filter = "";
                mode = new Mode.Choosing();
            }
            case FullScreen.BACKSPACE ->
                    filter = filter.substring(0, Math.max(0, filter.length() - 1));
            default -> {
                if (key > ' ' && key < FullScreen.BACKSPACE && filter.length() < FILTER_MAX) {
                    filter += (char) key;
                }
            }
        }
        select();
    }

    private void ask(JobVerb verb) {
        chosen.ifPresent(unit -> mode = new Mode.Asking(verb, unit));
    }

    private void move(int lines) {
        if (!shown.isEmpty()) {
            int at = Math.clamp((long) place() + lines, 0, shown.size() - 1);
            chosen = Optional.of(shown.get(at).reading().unit());
        }
    }

    /** Sorts and filters; where the chosen unit is not among them, the first one is chosen. */
    private void select() {
        shown =
                all.stream()
                        .filter(unit -> unit.matches(filter))
                        .sorted(order.comparator())
                        .toList();
        boolean isThere = chosen.isPresent() && place() >= 0;
        if (!isThere) {
            chosen = shown.stream().findFirst().map(unit -> unit.reading().unit());
        }
    }

    private int place() {
        for (int i = 0; i < shown.size(); i++) {
            if (Optional.of(shown.get(i).reading().unit()).equals(chosen)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns what fills a terminal. */
    List<Line> lines(FullScreen.Size size) {
        page = Math.max(1, size.rows() - FRAME);
        // One column is for the mark of the chosen one.
        var table = UsageTable.of(shown, hasUsers, Math.max(1, size.columns() - 1));
        int place = Math.max(0, place());
        top = Math.clamp(top, Math.max(0, place - page + 1), place);
        top = Math.min(top, Math.max(0, shown.size() - page));
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(Style.STRONG, cut(heading(), size)));
        lines.add(Line.of(Style.FAINT, cut(" " + table.head(), size)));
        for (int i = top; i < Math.min(shown.size(), top + page); i++) {
            lines.add(line(table, shown.get(i), i == place, size));
        }
        lines.add(footer(size));
        return lines;
    }

    private static Line line(UsageTable table, Usage unit, boolean isChosen, FullScreen.Size size) {
        String text = cut((isChosen ? ">" : " ") + table.line(unit), size);
        if (isChosen) {
            return Line.of(Style.CHOSEN, text);
        }
        return unit.reading().activeState().equals("failed")
                ? Line.of(Style.BAD, text)
                : Line.of(text);
    }

    private String heading() {
        String count = shown.size() + (shown.size() == 1 ? " unit" : " units");
        return title
                + ": "
                + count
                + (shown.size() == all.size() ? "" : " of " + all.size())
                + " by "
                + order.word()
                + (filter.isEmpty() ? "" : ", with " + filter);
    }

    private Line footer(FullScreen.Size size) {
        return switch (mode) {
            case Mode.Asking(JobVerb verb, UnitKey unit) -> {
                String whose = hasUsers ? " of " + unit.user() : "";
                // The question comes first: a long name must not push it out.
                yield Line.of(
                        Style.DOUBTFUL, cut(verb.word() + "? y/n  " + unit.unit() + whose, size));
            }
            case Mode.Typing() -> Line.of(Style.STRONG, cut("/" + filter, size));
            case Mode.Choosing() ->
                    message.isEmpty()
                            ? Line.of(Style.FAINT, cut(KEYS, size))
                            : Line.of(Style.DOUBTFUL, cut(message, size));
        };
    }

    private static String cut(String text, FullScreen.Size size) {
        return text.length() <= size.columns() ? text : text.substring(0, size.columns());
    }
}
