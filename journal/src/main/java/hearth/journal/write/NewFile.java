package hearth.journal.write;

import hearth.journal.Id128;
import hearth.journal.file.Shape;

/**
 * What a new file is to be.
 *
 * @param id by chance: it is the key of the file's hashes
 * @param machine the machine's id
 * @param boot the present boot
 * @param shape whether it is compact
 * @param dataBuckets places in the table of data objects
 * @param fieldBuckets places in the table of field names, {@link #FIELD_BUCKETS} as a rule
 */
public record NewFile(
        Id128 id, Id128 machine, Id128 boot, Shape shape, int dataBuckets, int fieldBuckets) {
    /** Places in a table of field names, as journald has them: names are few. */
    public static final int FIELD_BUCKETS = 333;
}
