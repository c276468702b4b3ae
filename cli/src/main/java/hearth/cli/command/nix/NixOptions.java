package hearth.cli.command.nix;

import hearth.nix.generation.DeclarationName;
import hearth.nix.plan.FilePlan;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was typed behind {@code hearth nix COMMAND}.
 *
 * @param files the declarations
 * @param user for whom ({@code --for})
 * @param name under which name they are kept ({@code --name})
 * @param isDryRun whether nothing is to be done
 * @param isSwitching whether running units are stopped and started
 * @param choices what to do about others' files and old ones
 * @param isStrict whether options that mean nothing here are errors
 * @param packageMap where packages are that the host has elsewhere
 * @param readable what may be read beside the directories of the declarations ({@code
 *     --allow-path})
 */
public record NixOptions(
        List<Path> files,
        Optional<String> user,
        Optional<DeclarationName> name,
        boolean isDryRun,
        boolean isSwitching,
        FilePlan.Choices choices,
        boolean isStrict,
        SortedMap<String, Path> packageMap,
        List<Path> readable) {
    public NixOptions {
        files = List.copyOf(files);
        readable = List.copyOf(readable);
        packageMap = Collections.unmodifiableSortedMap(new TreeMap<>(packageMap));
    }

    /** Returns the name under which these files are kept. */
    DeclarationName nameOfFiles() {
        return name.orElseGet(() -> DeclarationName.of(absolute(files.getFirst())));
    }

    /** Returns the files as they are found from anywhere. */
    List<Path> absoluteFiles() {
        return files.stream().map(NixOptions::absolute).toList();
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
