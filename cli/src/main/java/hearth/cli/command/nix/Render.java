package hearth.cli.command.nix;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.nix.declaration.LingerDeclaration;
import hearth.nix.render.FileContent;
import hearth.nix.render.FileName;
import hearth.nix.render.Rendered;
import hearth.nix.render.RenderedFile;
import hearth.nix.render.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code hearth nix render [-o DIRECTORY] FILE...}: the files that declarations come to.
 *
 * @param options what was typed
 * @param ground where
 * @param output an empty or missing directory to write them into; nothing where they are shown
 */
public record Render(NixOptions options, Ground ground, Optional<Path> output) implements Action {
    @Override
    public String purpose() {
        return "render the declarations";
    }

    @Override
    public int perform(Context context) throws CommandFailure, IOException {
        Preparation prepared = Preparation.of(context, ground, options);
        Rendered rendered = prepared.orFail(context);
        Map<String, Rendering> owners = new LinkedHashMap<>();
        rendered.system().ifPresent(system -> owners.put("system", system));
        owners.putAll(rendered.homes());
        if (output.isPresent()) {
            write(owners, output.get());
        } else if (context.screen().isJson()) {
            showForProgram(context, owners, rendered.lingers());
        } else {
            owners.forEach((owner, rendering) ->
                    rendering.files().forEach((name, file) -> show(context, owner, name, file)));
        }
        return ExitStatus.OK;
    }

    private static void show(Context context, String owner, FileName name, RenderedFile file) {
        context.screen().line("# " + owner + "/" + name + words(file.content()));
        if (file.content() instanceof FileContent.Regular(String text, boolean isExecutable)) {
            context.screen().text(text);
            context.screen().line(text.endsWith("\n") ? "" : "\n");
        }
    }

    private static String words(FileContent content) {
        return switch (content) {
            case FileContent.Regular(String text, boolean isExecutable) ->
                    isExecutable ? " (program)" : "";
            case FileContent.Link(String target) -> " -> " + target;
        };
    }

    private static void showForProgram(
            Context context, Map<String, Rendering> owners, List<LingerDeclaration> lingers) {
        context.screen()
                .json(json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("files");
                    owners.forEach((owner, rendering) ->
                            rendering
                                    .files()
                                    .forEach((name, file) -> {
                                        json.writeStartObject();
                                        json.writeStringProperty("owner", owner);
                                        json.writeStringProperty("name", name.toString());
                                        switch (file.content()) {
                                            case FileContent.Regular(
                                                            String text,
                                                            boolean isExecutable) -> {
                                                json.writeStringProperty("text", text);
                                                json.writeBooleanProperty("program", isExecutable);
                                            }
                                            case FileContent.Link(String target) ->
                                                    json.writeStringProperty("target", target);
                                        }
                                        json.writeStringProperty(
                                                "declared", file.position().toString());
                                        json.writeEndObject();
                                    }));
                    json.writeEndArray();
                    json.writeArrayPropertyStart("linger");
                    for (LingerDeclaration linger : lingers) {
                        json.writeStartObject();
                        json.writeStringProperty("user", linger.user());
                        json.writeBooleanProperty("on", linger.lingers());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void write(Map<String, Rendering> owners, Path directory)
            throws CommandFailure, IOException {
        Files.createDirectories(directory);
        try (var entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        directory + " is not empty",
                        "name a directory that is empty or not there yet");
            }
        }
        for (var owner : owners.entrySet()) {
            for (var file : owner.getValue().files().entrySet()) {
                Path path = directory.resolve(owner.getKey()).resolve(file.getKey().toString());
                Files.createDirectories(path.resolveSibling("."));
                write(path, file.getValue().content());
            }
        }
    }

    private static void write(Path path, FileContent content) throws IOException {
        switch (content) {
            case FileContent.Regular(String text, boolean isExecutable) -> {
                Files.writeString(path, text);
                if (isExecutable) {
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            case FileContent.Link(String target) -> Files.createSymbolicLink(path, Path.of(target));
        }
    }
}
