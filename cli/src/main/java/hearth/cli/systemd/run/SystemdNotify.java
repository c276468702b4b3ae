package hearth.cli.systemd.run;

import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.systemd.option.Arguments;
import hearth.cli.systemd.option.Grammar;
import hearth.linux.Descriptors;
import hearth.linux.ErrnoException;
import hearth.linux.EventBatch;
import hearth.linux.Linux;
import hearth.linux.Polling;
import hearth.linux.socket.SocketType;
import hearth.linux.socket.UnixAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code systemd-notify [OPTION...] [VARIABLE=VALUE...]}: tells the manager how a service is. The
 * one client that links the kernel's functions, for Java has no datagrams between Unix sockets.
 *
 * @param socket where the manager hears it; nothing outside of a service
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/systemd-notify.html">systemd-notify(1)</a>
 */
public record SystemdNotify(Arguments arguments, Optional<String> socket) implements Action {
    private static final Grammar GRAMMAR =
            Grammar.of(
                    "systemd-notify",
                    "help,h version ready reloading stopping pid=? uid= status= booted no-block exec");

    /** Where a machine shows that systemd, or what stands for it, runs. */
    private static final String BOOTED = "systemd/system";

    /** How long the manager has to look at what was said, as with the real one. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    /**
     * Reads a command line.
     *
     * @throws CommandFailure where it makes no sense
     */
    public static SystemdNotify of(List<String> typed) throws CommandFailure {
        Arguments arguments = GRAMMAR.read(typed);
        for (String refused : List.of("uid", "exec")) {
            if (arguments.has(refused)) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "systemd-notify: option '--" + refused + "' is not supported here");
            }
        }
        return new SystemdNotify(
                arguments,
                Optional.ofNullable(System.getenv("NOTIFY_SOCKET")).filter(it -> !it.isEmpty()));
    }

    @Override
    public String purpose() {
        return "notify the manager";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        List<String> lines = lines();
        if (arguments.has("help") || (lines.isEmpty() && !arguments.has("booted"))) {
            context.screen().text("systemd-notify [OPTIONS...] [VARIABLE=VALUE...]\n");
            return arguments.has("help") ? ExitStatus.OK : ExitStatus.FAILURE;
        }
        if (arguments.has("booted")) {
            Path sign = context.managers().run().resolve(BOOTED);
            return Files.isDirectory(sign) ? ExitStatus.OK : ExitStatus.FAILURE;
        }
        String address =
                socket.orElseThrow(() ->
                        new CommandFailure(
                                ExitStatus.FAILURE,
                                "No status data could be sent: $NOTIFY_SOCKET was not set"));
        try {
            say(UnixAddress.parse(address), lines);
        } catch (ErrnoException | IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitStatus.FAILURE, "Failed to notify init system: " + e.getMessage());
        }
        return ExitStatus.OK;
    }

    /** Returns what is said, a variable a line. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        if (arguments.has("reloading")) {
            lines.add("RELOADING=1");
        }
        if (arguments.has("ready")) {
            lines.add("READY=1");
        }
        if (arguments.has("stopping")) {
            lines.add("STOPPING=1");
        }
        arguments.value("status").ifPresent(text -> lines.add("STATUS=" + text));
        if (arguments.has("pid")) {
            lines.add("MAINPID=" + arguments.value("pid").orElseGet(SystemdNotify::parent));
        }
        lines.addAll(arguments.words());
        return lines;
    }

    /** Whoever calls this program is the service. */
    private static String parent() {
        return ProcessHandle.current()
                .parent()
                .map(process -> Long.toString(process.pid()))
                .orElse("1");
    }

    /**
     * Says it, and stays until the manager has looked at it, unless nobody wants to wait: it asks
     * which service a process is of, and that of one which has ended is not known.
     */
    void say(UnixAddress address, List<String> lines) throws ErrnoException, CommandFailure {
        Linux kernel = Linux.kernel();
        int socket = kernel.sockets().socket(SocketType.DATAGRAM);
        try {
            send(kernel, socket, address, String.join("\n", lines));
            if (!arguments.has("no-block")) {
                awaitLook(kernel, socket, address);
            }
        } finally {
            kernel.descriptors().close(socket);
        }
    }

    private static void send(
            Linux kernel, int socket, UnixAddress address, String text, int... descriptors)
            throws ErrnoException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        kernel.sockets().sendTo(socket, address, bytes, 0, bytes.length, descriptors);
    }

    /** The manager closes what comes with a barrier once it has read all before. */
    private static void awaitLook(Linux kernel, int socket, UnixAddress address)
            throws ErrnoException, CommandFailure {
        Descriptors descriptors = kernel.descriptors();
        Descriptors.Pipe pipe = descriptors.pipe();
        int epoll = kernel.polling().epoll();
        try {
            try {
                send(kernel, socket, address, "BARRIER=1", pipe.writeFd());
            } finally {
                descriptors.close(pipe.writeFd());
            }
            kernel.polling().add(epoll, pipe.readFd(), 0, 0); // a hang-up is always told
            awaitHangUp(kernel.polling(), epoll);
        } finally {
            descriptors.close(epoll);
            descriptors.close(pipe.readFd());
        }
    }

    private static void awaitHangUp(Polling polling, int epoll)
            throws ErrnoException, CommandFailure {
        var batch = new EventBatch(1);
        long end = polling.nowNanos(Polling.Clock.MONOTONIC) + LOOK.toNanos();
        while (true) {
            long left = end - polling.nowNanos(Polling.Clock.MONOTONIC);
            if (left <= 0) {
                throw new CommandFailure(
                        ExitStatus.FAILURE,
                        "Failed to invoke barrier: the manager has not looked at it for "
                                + LOOK.toSeconds()
                                + " s");
            }
            int millis = (int) TimeUnit.NANOSECONDS.toMillis(left) + 1;
            if (polling.wait(epoll, batch, millis) > 0) {
                return;
            }
        }
    }
}
