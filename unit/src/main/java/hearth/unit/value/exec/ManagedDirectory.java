package hearth.unit.value.exec;

import java.util.List;

/**
 * A directory that is made before a unit starts, below its kind's base directory.
 *
 * @param path relative and normal
 * @param links names, below the same base, of links to it
 */
public record ManagedDirectory(String path, List<String> links) {
    public ManagedDirectory {
        links = List.copyOf(links);
    }
}
