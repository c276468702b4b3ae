package hearth.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Entries as services write them, made by chance from a seed. */
public final class Entries {
    /** The first entry's moments; each is a microsecond to a second after the one before. */
    public static final long REALTIME_USEC = 1_800_000_000_000_000L;

    public static final Id128 BOOT = new Id128(0x1111_2222_3333_4444L, 0x5555_6666_7777_8888L);

    private final Random random;
    private long usec;

    /** An entry that is to be written. */
    public record Given(EntryTime time, List<Field> fields) {}

    public Entries(long seed) {
        this(seed, 0);
    }

    /** Makes entries that begin so much later. */
    public Entries(long seed, long laterUsec) {
        random = new Random(seed);
        usec = laterUsec;
    }

    /** Returns the next entry: one of a few services', with a message that is nearly unique. */
    public Given next() {
        usec += 1 + random.nextInt(1_000_000);
        int service = random.nextInt(5);
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("_TRANSPORT", "stdout"));
        fields.add(Field.of("PRIORITY", Integer.toString(random.nextInt(8))));
        fields.add(Field.of("SYSLOG_IDENTIFIER", "service" + service));
        fields.add(Field.of("_PID", Integer.toString(1000 + service)));
        fields.add(Field.of("_UID", "1000"));
        fields.add(Field.of("_SYSTEMD_USER_UNIT", "service" + service + ".service"));
        fields.add(Field.of("_BOOT_ID", BOOT.toString()));
        fields.add(Field.of("MESSAGE", message()));
        if (random.nextInt(50) == 0) {
            fields.add(Field.of("FIELD_" + random.nextInt(20), ""));
        }
        return new Given(new EntryTime(REALTIME_USEC + usec, 5_000_000 + usec, BOOT), fields);
    }

    private byte[] message() {
        byte[] bytes =
                new byte[random.nextInt(10) == 0 ? random.nextInt(9000) : random.nextInt(80)];
        return switch (random.nextInt(4)) {
            case 0 -> ("line " + random.nextInt(100)).getBytes(StandardCharsets.UTF_8);
            case 1 -> {
                random.nextBytes(bytes);
                yield bytes;
            }
            default -> {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ('a' + random.nextInt(26));
                }
                yield bytes;
            }
        };
    }
}
