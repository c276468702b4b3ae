package hearth.cli.command.edit;

import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import hearth.cli.program.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where somebody edits: with which editor, and who answers questions.
 *
 * @param environment the caller's variables
 * @param answers what the person types; nothing where there is nobody to ask
 */
public record Desk(Map<String, String> environment, Optional<BufferedReader> answers) {
    private static final List<String> VARIABLES = List.of("SYSTEMD_EDITOR", "VISUAL", "EDITOR");

    /** What is taken where no variable names one, as systemctl does. */
    private static final List<String> EDITORS = List.of("editor", "nano", "vim", "vi");

    /** Copies the map. */
    public Desk {
        environment = Map.copyOf(environment);
    }

    /**
     * Lets the person edit a file until the editor ends.
     *
     * @throws CommandFailure where there is no editor, or it failed
     */
    void edit(Path file) throws CommandFailure {
        String editor = editor();
        // A variable may have arguments, which a shell takes apart.
        List<String> command =
                List.of("sh", "-c", "exec " + editor + " \"$1\"", "sh", file.toString());
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            int status = process.waitFor();
            if (status != 0) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "nothing is changed: the editor `"
                                + editor
                                + "` ended with status "
                                + status,
                        "EDITOR=NAME hearth edit ... takes another one");
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "cannot start the editor: " + e.getMessage());
        } catch (InterruptedException e) {
            throw new CommandFailure(ExitStatus.FAILURE, "nothing is changed: interrupted");
        }
    }

    private String editor() throws CommandFailure {
        Programs programs = Programs.of(environment);
        return VARIABLES.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .or(() ->
                        EDITORS.stream()
                                .filter(name -> programs.find(name).isPresent())
                                .findFirst())
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitStatus.FAILURE,
                                "there is no editor: neither EDITOR nor "
                                        + String.join(", ", EDITORS)));
    }

    /** Returns the next line that the person types; nothing at the end, or without a person. */
    Optional<String> answer() throws IOException {
        return answers.isPresent()
                ? Optional.ofNullable(answers.get().readLine())
                : Optional.empty();
    }
}
