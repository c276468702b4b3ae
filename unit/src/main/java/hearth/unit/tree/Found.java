package hearth.unit.tree;

import hearth.unit.UnitName;

/** What a tree has under a unit's name. */
public sealed interface Found {

    /**
     * A file.
     *
     * @param id the name it was found under in the end: an alias leads to another
     * @param path where the file is; for a linked unit, outside the tree
     * @param file its content
     * @param place in which directory the name was found
     */
    record Fragment(UnitName id, String path, Entry.File file, Place place) implements Found {}

    /**
     * The null device, or an empty file.
     *
     * @param path of the link or file
     */
    record Masked(UnitName id, String path) implements Found {}

    /** Nothing, or a link to nothing. */
    record Nothing(UnitName id) implements Found {}

    /**
     * Something that is no readable file.
     *
     * @param path what
     * @param reason for people
     */
    record Broken(UnitName id, String path, String reason) implements Found {}
}
