package hearth.nix.regex;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A regular expression as instructions of a machine: branch, go, remember a place, take a byte,
 * accept.
 */
final class Program {
    /** What an instruction does. */
    enum Operation {
        /** Takes one of the bytes in {@link #set}, and goes on. */
        TAKE,
        /** Goes to {@link #first}, or else to {@link #second}. */
        BRANCH,
        /** Goes to {@link #first}. */
        GO,
        /** Remembers the place as number {@link #first}, and goes on. */
        SAVE,
        /** Goes on at the beginning of the text only. */
        BEGIN,
        /** Goes on at the end of the text only. */
        END,
        /** Has matched. */
        ACCEPT
    }

    /** Instructions at most: {@code ((a{255}){255}){255}} is a short text. */
    private static final int MAX_SIZE = 100_000;

    private Operation[] operations = new Operation[16];
    private int[] first = new int[16];
    private int[] second = new int[16];
    private BitSet[] sets = new BitSet[16];
    private int size;

    private Program() {}

    static Program of(Node node) throws RegexSyntaxException {
        Program program = new Program();
        program.emit(node);
        var _ = program.add(Operation.ACCEPT);
        return program;
    }

    int size() {
        return size;
    }

    Operation operation(int pc) {
        return operations[pc];
    }

    int first(int pc) {
        return first[pc];
    }

    int second(int pc) {
        return second[pc];
    }

    BitSet set(int pc) {
        return sets[pc];
    }

    private int add(Operation operation) throws RegexSyntaxException {
        if (size >= MAX_SIZE) {
            throw new RegexSyntaxException("it is too large");
        }
        if (size == operations.length) {
            operations = Arrays.copyOf(operations, size * 2);
            first = Arrays.copyOf(first, size * 2);
            second = Arrays.copyOf(second, size * 2);
            sets = Arrays.copyOf(sets, size * 2);
        }
        operations[size] = operation;
        return size++;
    }

    private void emit(Node node) throws RegexSyntaxException {
        switch (node) {
            case Node.OneOf(BitSet bytes) -> {
                int take = add(Operation.TAKE);
                sets[take] = bytes;
            }
            case Node.Begin() -> add(Operation.BEGIN);
            case Node.End() -> add(Operation.END);
            case Node.Sequence sequence -> {
                for (Node part : sequence.parts()) {
                    emit(part);
                }
            }
            case Node.Either(Node preferred, Node other) -> {
                int branch = add(Operation.BRANCH);
                first[branch] = size;
                emit(preferred);
                int go = add(Operation.GO);
                second[branch] = size;
                emit(other);
                first[go] = size;
            }
            case Node.Group(Node part, int number) -> {
                save(2 * number);
                emit(part);
                save(2 * number + 1);
            }
            case Node.Repeated(Node part, int least, int most) -> {
                for (int i = 0; i < least; i++) {
                    emit(part);
                }
                if (most < 0) {
                    loop(part);
                } else {
                    upTo(part, most - least);
                }
            }
        }
    }

    private void loop(Node part) throws RegexSyntaxException {
        int branch = add(Operation.BRANCH);
        first[branch] = size;
        emit(part);
        int go = add(Operation.GO);
        first[go] = branch;
        second[branch] = size;
    }

    /**
     * Instructions lie in arrays that grow, so their numbers are taken before what they belong to.
     */
    private void save(int place) throws RegexSyntaxException {
        int save = add(Operation.SAVE);
        first[save] = place;
    }

    private void upTo(Node part, int times) throws RegexSyntaxException {
        int[] branches = new int[times];
        for (int i = 0; i < times; i++) {
            branches[i] = add(Operation.BRANCH);
            first[branches[i]] = size;
            emit(part);
        }
        for (int branch : branches) {
            second[branch] = size;
        }
    }
}
