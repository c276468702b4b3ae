package hearth.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The inputs kept for one target of the fuzzer, and what becomes of them when they are damaged at
 * random: each build tries a few thousand, with a seed that is always the same.
 */
public final class Corpus {
    /** Bytes of an input that grows: parsers are to see long ones, and tests to be over soon. */
    private static final int BYTES_MAX = 8_192;

    /** What mistakes in lengths and signs show with. */
    private static final byte[] BOUNDARIES = {0, 1, 7, 8, '\n', ' ', 0x7f, -128, -1};

    private final List<byte[]> inputs;

    private Corpus(List<byte[]> inputs) {
        this.inputs = inputs;
    }

    /**
     * Returns the inputs that are kept where Jazzer looks for them.
     *
     * @param test the class with the target
     * @param target the method's name
     */
    public static Corpus of(Class<?> test, String target) {
        Path directory =
                Path.of("src/test/resources", test.getPackageName().replace('.', '/'))
                        .resolve(test.getSimpleName() + "Inputs")
                        .resolve(target);
        try (Stream<Path> files = Files.list(directory)) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return new Corpus(inputs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Gives a parser damaged inputs.
     *
     * @throws AssertionError where it throws; the message has the seed, the round and the input
     */
    public void tryDamaged(long seed, int rounds, Consumer<byte[]> parser) {
        Random random = new Random(seed);
        List<byte[]> pool = new ArrayList<>(inputs);
        for (int round = 0; round < rounds; round++) {
            byte[] input = pool.get(random.nextInt(pool.size()));
            for (int i = random.nextInt(4); i >= 0; i--) {
                input = damaged(input, random);
            }
            try {
                parser.accept(input);
            } catch (Throwable e) {
                throw new AssertionError(
                        "seed %d, round %d: %s".formatted(seed, round, written(input)), e);
            }
            if (pool.size() < 4 * inputs.size()) {
                pool.add(input);
            }
        }
    }

    private static String written(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (byte b : input) {
            if (b >= ' ' && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x%02x".formatted(b));
            }
        }
        return text.toString();
    }

    private byte[] damaged(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        int length = random.nextInt(Math.min(64, input.length - at + 1) + 1);
        int end = Math.min(input.length, at + length);
        return switch (random.nextInt(6)) {
            case 0 -> replaced(input, at, end, new byte[0]);
            case 1 -> replaced(input, at, Math.min(input.length, at + 1), boundary(random));
            case 2 ->
                    replaced(
                            input, at, at, part(inputs.get(random.nextInt(inputs.size())), random));
            case 3 -> replaced(input, at, at, repeated(input, at, end, random));
            case 4 -> {
                byte[] noise = new byte[random.nextInt(4)];
                random.nextBytes(noise);
                yield replaced(input, at, end, noise);
            }
            default -> {
                byte[] flipped = input.clone();
                if (at < input.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private static byte[] boundary(Random random) {
        return new byte[] {BOUNDARIES[random.nextInt(BOUNDARIES.length)]};
    }

    private static byte[] part(byte[] input, Random random) {
        int at = random.nextInt(input.length + 1);
        return java.util.Arrays.copyOfRange(input, at, at + random.nextInt(input.length - at + 1));
    }

    private static byte[] repeated(byte[] input, int at, int end, Random random) {
        int times = 1 + random.nextInt(40);
        byte[] all = new byte[(end - at) * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(input, at, all, i * (end - at), end - at);
        }
        return all;
    }

    private static byte[] replaced(byte[] input, int at, int end, byte[] by) {
        if (input.length + by.length > BYTES_MAX) {
            return input;
        }
        byte[] all = new byte[input.length - (end - at) + by.length];
        System.arraycopy(input, 0, all, 0, at);
        System.arraycopy(by, 0, all, at, by.length);
        System.arraycopy(input, end, all, at + by.length, input.length - end);
        return all;
    }
}
