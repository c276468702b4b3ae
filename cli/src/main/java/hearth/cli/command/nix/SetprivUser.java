package hearth.cli.command.nix;

import hearth.cli.command.Account;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * Becomes the user for good by setpriv(1), with the user's groups and a fresh environment, in a
 * session of its own: the user's process gets neither root's terminal nor root's directory.
 *
 * @see <a href="https://man7.org/linux/man-pages/man1/setpriv.1.html">setpriv(1)</a>
 */
record SetprivUser() implements AsUser {
    /** Bytes of each output: the user may have taken the process over, and it answers to root. */
    static final int OUTPUT_BYTES_MAX = 16 << 20;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    @Override
    public Result run(Account user, List<String> arguments, String input) throws CommandFailure {
        Path program = Path.of(System.getProperty("java.home"), "bin/hearth");
        if (!Files.isExecutable(program)) {
            throw failure(user, "this is not the installed program: there is no " + program);
        }
        Passwd passwd = Passwd.of(user);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setsid", "--wait", "setpriv"));
        command.addAll(List.of("--reuid", Long.toString(user.uid())));
        command.addAll(List.of("--regid", Long.toString(passwd.gid())));
        command.addAll(List.of("--init-groups", "--no-new-privs", "--reset-env", "--"));
        // The fresh environment says nothing of letters; both ends speak UTF-8.
        command.addAll(List.of("env", "LC_ALL=C.UTF-8", program.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command).directory(Path.of("/").toFile()).start();
            return await(process, input);
        } catch (IOException e) {
            throw failure(user, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw failure(user, "interrupted");
        }
    }

    /**
     * Both outputs are read at once, lest one fills its pipe while the other is waited for.
     *
     * @throws IOException where it says more than anybody would read; it is ended then
     */
    static Result await(Process process, String input) throws IOException, InterruptedException {
        CompletableFuture<String> messages =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return text(process, process.getErrorStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended before it had read everything, and has said why
        }
        String output = text(process, process.getInputStream());
        try {
            String said = messages.join();
            return new Result(process.waitFor(), output, said);
        } catch (CompletionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Returns what a process says, without what a terminal would take for orders. */
    private static String text(Process process, InputStream stream) throws IOException {
        byte[] bytes = stream.readNBytes(OUTPUT_BYTES_MAX + 1);
        if (bytes.length > OUTPUT_BYTES_MAX) {
            process.destroyForcibly();
            throw new IOException("its process says more than 16 MiB");
        }
        return CONTROL.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("?");
    }

    private static CommandFailure failure(Account user, String why) {
        return new CommandFailure(ExitStatus.FAILURE, "cannot act as " + user.name() + ": " + why);
    }
}
