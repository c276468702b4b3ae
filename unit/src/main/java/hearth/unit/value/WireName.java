package hearth.unit.value;

/** A value that systemd spells in one way, in files and on the bus. */
public interface WireName {
    /** Returns the spelling. */
    String wireName();
}
