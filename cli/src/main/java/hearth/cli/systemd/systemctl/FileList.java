package hearth.cli.systemd.systemctl;

import hearth.cli.client.UnitFileRow;
import hearth.cli.client.UnitFiles;
import hearth.cli.client.UserManager;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.Columns;
import hearth.unit.UnitName;
import hearth.unit.install.PresetRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code systemctl list-unit-files [PATTERN...]}. */
final class FileList {
    /** By type, then by name. */
    private static final Comparator<UnitFileRow> ORDER =
            Comparator.comparing(
                            (UnitFileRow row) -> row.name().substring(row.name().lastIndexOf('.')),
                            String.CASE_INSENSITIVE_ORDER)
                    .thenComparing(UnitFileRow::name, String.CASE_INSENSITIVE_ORDER);

    /** Bytes of a file of presets that are read: rules have an end of their own. */
    private static final int PRESET_BYTES_MAX = 1 << 20;

    private FileList() {}

    static int perform(Invocation asked) throws CommandFailure, CallRefused, IOException {
        var files = new ArrayList<UnitFileRow>();
        try (UserManager manager = asked.connect()) {
            for (UnitFileRow row : new UnitFiles(manager).list(asked.patterns())) {
                String suffix = row.name().substring(row.name().lastIndexOf('.') + 1);
                boolean isType = asked.types().isEmpty() || asked.types().contains(suffix);
                boolean isState = asked.states().isEmpty() || asked.states().contains(row.state());
                if (isType && isState) {
                    files.add(row);
                }
            }
        }
        files.sort(ORDER);
        PresetRules presets = presets(asked);
        var listing = new Columns("UNIT FILE", "STATE", "PRESET");
        files.forEach(file -> listing.add(file.name(), file.state(), preset(presets, file)));
        if (asked.isJson()) {
            listing.json(asked.screen());
            return ExitStatus.OK;
        }
        listing.write(asked.screen(), asked.hasLegend(), asked.has("full"));
        if (asked.hasLegend()) {
            asked.screen().line();
            asked.screen().line(files.size() + " unit files listed.");
        }
        return files.isEmpty() && !asked.words().isEmpty() ? ExitStatus.FAILURE : ExitStatus.OK;
    }

    /** Returns what the distribution or the administrator would have of it. */
    private static String preset(PresetRules presets, UnitFileRow file) {
        if (!UnitText.hasPreset(file.state())) {
            return "-";
        }
        return switch (presets.verdict(new UnitName(file.name()))) {
            case ENABLE -> "enabled";
            case DISABLE -> "disabled";
            case IGNORE -> "ignored";
        };
    }

    private static PresetRules presets(Invocation asked) {
        String kind = asked.isUser() ? "systemd/user-preset" : "systemd/system-preset";
        var directories =
                new ArrayList<>(
                        Stream.of("/etc", "/run", "/usr/local/lib", "/usr/lib")
                                .map(root -> Path.of(root, kind))
                                .toList());
        boolean isOwn = asked.context().user().uid() == asked.context().caller().uid();
        if (asked.isUser() && isOwn && !asked.has("machine")) {
            directories.addFirst(Path.of(System.getProperty("user.home"), ".config", kind));
        }
        var texts = new TreeMap<String, String>();
        for (Path directory : directories) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path file : entries.toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (name.endsWith(".preset") && !texts.containsKey(name)) {
                        texts.put(name, read(file));
                    }
                }
            } catch (IOException e) {
                // it is not there, or not for the caller
            }
        }
        return PresetRules.parse(texts);
    }

    private static String read(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return new String(input.readNBytes(PRESET_BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
