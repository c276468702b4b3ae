package hearth.cli.command.why;

import hearth.cli.client.RecordRow;
import hearth.cli.connection.CallRefused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a user's manager has ended is login's to say: what a manager says of its units leads to its
 * end, and goes on with what login has said before that.
 */
final class Ends {
    /** Lines of login about the user's manager among which the reason of an end is looked for. */
    private static final int LINES = 50;

    private final UserRecord record;
    private final String service;
    private Optional<List<RecordRow>> ends = Optional.empty();

    /** Reads nothing before something has ended with the manager. */
    Ends(UserRecord record, long uid) {
        this.record = record;
        service = "user@" + uid + ".service";
    }

    /** Returns what was said, with all that lies behind it; what the text has is not repeated. */
    List<RecordRow> explain(List<RecordRow> rows) throws CallRefused, IOException {
        List<RecordRow> explained = new ArrayList<>();
        for (RecordRow row : rows) {
            explained.add(endsWithManager(row) ? withEnd(row) : withoutRepetition(row));
        }
        return explained;
    }

    private static boolean endsWithManager(RecordRow row) {
        return !row.causes().isEmpty()
                && row.causes().getLast().getOrDefault("kind", "").equals("manager")
                && row.causes().getLast().getOrDefault("occasion", "").equals("exit");
    }

    private RecordRow withEnd(RecordRow row) throws CallRefused, IOException {
        if (ends.isEmpty()) {
            ends =
                    Optional.of(
                            record.ofUnit().tell(service, LINES).stream()
                                    .filter(end -> end.unit().equals(service))
                                    .toList());
        }
        List<Map<String, String>> causes = new ArrayList<>(row.causes());
        ends.get().stream()
                .filter(end -> end.realtimeUsec() <= row.realtimeUsec())
                .findFirst()
                .ifPresent(end -> {
                    causes.addAll(end.causes());
                    causes.addAll(end.rules());
                });
        return row.because(causes);
    }

    private static RecordRow withoutRepetition(RecordRow row) {
        return row.because(
                row.causes().stream()
                        .filter(cause ->
                                !cause.getOrDefault("kind", "").equals("login")
                                        || !row.text().startsWith(cause.getOrDefault("event", "")))
                        .toList());
    }
}
