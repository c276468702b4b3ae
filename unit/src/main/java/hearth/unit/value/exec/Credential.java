package hearth.unit.value.exec;

/**
 * A file that only the processes of a unit can read.
 *
 * @param id its name
 * @param source where its content is: a path or another credential's name; or the content itself,
 *     each byte a character
 */
public record Credential(String id, String source) {}
