package hearth.nix.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A POSIX extended regular expression over byte strings: the leftmost match, and of those the
 * longest. Where several ways lead to it, the groups are those of the first in the order in which a
 * backtracking matcher tries them, which is what Nix' library does.
 *
 * <p>It never tries the same twice, so time and memory are bounded by the size of the expression
 * times that of the text.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/basedefs/V1_chap09.html">regular
 *     expressions</a>
 */
public final class Regex {
    /** Counts the work, and throws where it is too much. */
    @FunctionalInterface
    public interface Meter {
        /** Counts so many steps. */
        void spend(long steps);
    }

    /** A match. */
    public static final class Match {
        private final String text;
        private final int[] places;

        /**
         * The places are those of each group's start and end, the whole being number 0; -1 where it
         * took no part.
         */
        private Match(String text, int[] places) {
            this.text = text;
            this.places = places;
        }

        /** Returns where it begins. */
        public int start() {
            return places[0];
        }

        /** Returns where it ends. */
        public int end() {
            return places[1];
        }

        /** Returns what a group matched, or nothing where it took no part. */
        public Optional<String> group(int number) {
            int start = places[2 * number];
            int end = places[2 * number + 1];
            return start < 0 || end < 0
                    ? Optional.empty()
                    : Optional.of(text.substring(start, end));
        }
    }

    private final Program program;
    private final int groups;

    private Regex(Program program, int groups) {
        this.program = program;
        this.groups = groups;
    }

    /**
     * Returns the expression of a pattern.
     *
     * @throws RegexSyntaxException where it is none
     */
    public static Regex compile(String pattern) throws RegexSyntaxException {
        RegexParser parser = new RegexParser(pattern);
        Node node = parser.parse();
        return new Regex(Program.of(node), parser.groups());
    }

    /** Returns the number of groups. */
    public int groups() {
        return groups;
    }

    /** Returns the match of a whole text. */
    public Optional<Match> matchWhole(String text, Meter meter) {
        return new Run(text, meter).trace(0, text.length());
    }

    /** Returns the first match that begins at or after a place. */
    public Optional<Match> find(String text, int from, Meter meter) {
        Run run = new Run(text, meter);
        for (int start = from; start <= text.length(); start++) {
            int end = run.longestEnd(start);
            if (end >= 0) {
                return run.trace(start, end);
            }
        }
        return Optional.empty();
    }

    /** One search in one text. */
    private final class Run {
        private final String text;
        private final Meter meter;
        private int[] current = new int[program.size()];
        private int[] next = new int[program.size()];
        private final int[] pending = new int[2 * program.size() + 2];
        private final int[] marks = new int[program.size()];
        private int mark;

        Run(String text, Meter meter) {
            this.text = text;
            this.meter = meter;
        }

        /** Returns the end of the longest match that begins at a place, or -1. */
        int longestEnd(int start) {
            int end = -1;
            mark++;
            int count = reach(0, start, current, 0);
            int at = start;
            while (count > 0) {
                meter.spend(count);
                if (program.operation(current[count - 1]) == Program.Operation.ACCEPT) {
                    end = at;
                }
                int found = 0;
                mark++;
                for (int i = 0; i < count && at < text.length(); i++) {
                    int pc = current[i];
                    if (program.operation(pc) == Program.Operation.TAKE
                            && program.set(pc).get(text.charAt(at))) {
                        found = reach(pc + 1, at + 1, next, found);
                    }
                }
                int[] swapped = current;
                current = next;
                next = swapped;
                count = found;
                at++;
            }
            return end;
        }

        /**
         * Adds the instructions that wait for a byte; that accepts comes last. Returns how many
         * there are now.
         */
        private int reach(int from, int at, int[] waiting, int already) {
            int count = already;
            boolean accepts =
                    count > 0 && program.operation(waiting[count - 1]) == Program.Operation.ACCEPT;
            count -= accepts ? 1 : 0;
            int depth = 0;
            pending[depth++] = from;
            while (depth > 0) {
                int pc = pending[--depth];
                if (marks[pc] == mark) {
                    continue;
                }
                marks[pc] = mark;
                switch (program.operation(pc)) {
                    case TAKE -> waiting[count++] = pc;
                    case ACCEPT -> accepts = true;
                    case GO -> pending[depth++] = program.first(pc);
                    case BRANCH -> {
                        pending[depth++] = program.second(pc);
                        pending[depth++] = program.first(pc);
                    }
                    case SAVE -> pending[depth++] = pc + 1;
                    case BEGIN -> depth = at == 0 ? push(pc + 1, depth) : depth;
                    case END -> depth = at == text.length() ? push(pc + 1, depth) : depth;
                }
            }
            if (accepts) {
                waiting[count++] = program.size() - 1;
            }
            return count;
        }

        private int push(int pc, int depth) {
            pending[depth] = pc;
            return depth + 1;
        }

        /** Returns the first way from a start to an end. */
        Optional<Match> trace(int start, int end) {
            int[] places = new int[2 * groups + 2];
            Arrays.fill(places, -1);
            places[0] = start;
            places[1] = end;
            return new Trace(text, end, meter, places, (long) end - start + 1).from(start)
                    ? Optional.of(new Match(text, places))
                    : Optional.empty();
        }
    }

    /** Backtracking that goes nowhere twice. */
    private final class Trace {
        /** Marks an entry of the stack that puts a remembered place back. */
        private static final int RESTORE = -1;

        private final String text;
        private final int end;
        private final Meter meter;
        private final int[] places;
        private final @Nullable BitSet[] seen;
        private int[] stack = new int[64];
        private int depth;

        Trace(String text, int end, Meter meter, int[] places, long length) {
            this.text = text;
            this.end = end;
            this.meter = meter;
            this.places = places;
            this.seen = new BitSet[Math.toIntExact(length)];
        }

        boolean from(int start) {
            push(0, start, 0);
            while (depth > 0) {
                meter.spend(1);
                int third = stack[--depth];
                int at = stack[--depth];
                int pc = stack[--depth];
                if (pc == RESTORE) {
                    places[at] = third;
                } else if (step(pc, at, start)) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Follows one way until it branches, ends or accepts; returns whether it accepts at the
         * right end.
         */
        private boolean step(int from, int place, int start) {
            int pc = from;
            int at = place;
            while (isNew(pc, at - start)) {
                switch (program.operation(pc)) {
                    case ACCEPT -> {
                        return at == end;
                    }
                    case TAKE -> {
                        if (at >= end || !program.set(pc).get(text.charAt(at))) {
                            return false;
                        }
                        at++;
                        pc++;
                    }
                    case GO -> pc = program.first(pc);
                    case BRANCH -> {
                        push(program.second(pc), at, 0);
                        pc = program.first(pc);
                    }
                    case SAVE -> {
                        int slot = program.first(pc);
                        push(RESTORE, slot, places[slot]);
                        places[slot] = at;
                        pc++;
                    }
                    case BEGIN -> {
                        if (at != 0) {
                            return false;
                        }
                        pc++;
                    }
                    case END -> {
                        if (at != text.length()) {
                            return false;
                        }
                        pc++;
                    }
                }
            }
            return false;
        }

        private boolean isNew(int pc, int distance) {
            BitSet here = seen[distance];
            if (here == null) {
                here = new BitSet(program.size());
                seen[distance] = here;
            }
            if (here.get(pc)) {
                return false;
            }
            here.set(pc);
            meter.spend(1);
            return true;
        }

        private void push(int first, int second, int third) {
            if (depth + 3 > stack.length) {
                stack = Arrays.copyOf(stack, stack.length * 2);
            }
            stack[depth++] = first;
            stack[depth++] = second;
            stack[depth++] = third;
        }
    }
}
