package hearth.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command that has this process's terminal until it ends. */
public final class Foreground {
    private Foreground() {}

    /**
     * What a command has that this process has not.
     *
     * @param variables beside those of this process
     * @param directory where it runs; nothing: where this process does
     */
    public record Setting(Map<String, String> variables, Optional<Path> directory) {
        /** All is as it is for this process. */
        public static final Setting OWN = new Setting(Map.of(), Optional.empty());

        /** Makes a copy. */
        public Setting {
            variables = Map.copyOf(variables);
        }
    }

    /**
     * Runs a command and returns its exit status. A signal from the terminal reaches both
     * processes; this one then stays for as long as the command does.
     *
     * @throws IOException where it cannot be started
     */
    public static int run(Path program, List<String> command, Setting setting) throws IOException {
        var arguments = new ArrayList<String>(command);
        arguments.set(0, program.toString());
        var builder = new ProcessBuilder(arguments).inheritIO();
        builder.environment().putAll(setting.variables());
        setting.directory().map(Path::toFile).ifPresent(builder::directory);
        Process process = builder.start();
        var staying = new Thread(() -> Runtime.getRuntime().halt(await(process)));
        Runtime.getRuntime().addShutdownHook(staying);
        int status = await(process);
        try {
            Runtime.getRuntime().removeShutdownHook(staying);
        } catch (IllegalStateException e) {
            // This process is ending already, with that status.
        }
        return status;
    }

    private static int await(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // Nobody interrupts this thread but the terminal, which means the command.
            }
        }
    }
}
