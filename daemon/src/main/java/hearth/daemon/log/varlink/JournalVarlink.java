package hearth.daemon.log.varlink;

import hearth.daemon.log.LogWriter;
import hearth.daemon.varlink.VarlinkCall;
import hearth.daemon.varlink.VarlinkInterface;
import hearth.daemon.varlink.VarlinkReply;
import hearth.linux.Errno;
import hearth.linux.socket.Credentials;
import java.io.IOException;

/**
 * {@code io.systemd.Journal}: {@code journalctl --rotate}, {@code --sync} and {@code --flush}. For
 * root, who alone may connect.
 *
 * @param isLasting whether the files lie where they outlast a reboot
 */
public record JournalVarlink(LogWriter logs, boolean isLasting) implements VarlinkInterface {
    private static final String DESCRIPTION =
            """
            interface io.systemd.Journal

            # Returns when what was sent until now is in its file, and that on the disk.
            method Synchronize() -> ()

            # Archives all files that are written, and begins the next.
            method Rotate() -> ()

            # Returns at once: files lie in /var from the beginning, where that is possible.
            method FlushToVar() -> ()

            # Not supported: files are not moved to /run.
            method RelinquishVar() -> ()
            """;

    @Override
    public String name() {
        return "io.systemd.Journal";
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public boolean call(VarlinkCall call, Credentials peer, VarlinkReply reply) {
        switch (call.member()) {
            case "Synchronize" -> logs.sync(new Answer(reply));
            case "Rotate" -> logs.rotate(new Answer(reply));
            case "FlushToVar" -> {
                if (isLasting) {
                    reply.done();
                } else {
                    reply.errno(Errno.EROFS);
                }
            }
            case "RelinquishVar" -> reply.errno(Errno.EOPNOTSUPP);
            default -> {
                return false;
            }
        }
        return true;
    }

    private record Answer(VarlinkReply reply) implements LogWriter.Ended {
        @Override
        public void well() {
            reply.done();
        }

        @Override
        public void failed(IOException failure) {
            reply.errno(Errno.EIO);
        }
    }
}
