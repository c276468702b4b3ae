package hearth.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command that has this process's terminal until it ends. */
public final class Foreground {
    private Foreground() {}

    /**
     * Runs a command and returns its exit status. A signal from the terminal reaches both
     * processes; this one then stays for as long as the command does.
     *
     * @throws IOException where it cannot be started
     */
    public static int run(Path program, List<String> command) throws IOException {
        var arguments = new ArrayList<String>(command);
        arguments.set(0, program.toString());
        Process process = new ProcessBuilder(arguments).inheritIO().start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(await(process))));
        return await(process);
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
