package hearth.login.session;

import hearth.login.host.LoginEffect;
import hearth.login.host.StateFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the world was last told: the text of each state file, and the values of the properties whose
 * changes are announced. A file is written when its text differs, a property is announced when its
 * value does.
 */
final class Published {
    private final Map<StateFile, String> texts = new HashMap<>();
    private final Map<StateFile, Map<String, Object>> properties = new HashMap<>();

    /** Returns the order to write the session's file, if that says something else by now. */
    Optional<LoginEffect> fileOf(Session session) {
        return written(session.file(), StateFiles.of(session));
    }

    /** Returns the order to write the user's file, if that says something else by now. */
    Optional<LoginEffect> fileOf(User user) {
        return written(new StateFile.OfUser(user.uid()), StateFiles.of(user));
    }

    /** Returns the order to write the seat's file, if that says something else by now. */
    Optional<LoginEffect> fileOf(Seat seat) {
        return written(new StateFile.OfSeat(seat.id()), StateFiles.of(seat));
    }

    /** Returns what to announce about a session. */
    Optional<LoginEffect> changesOf(Session session) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("Active", session.isActive());
        values.put("State", session.state());
        values.put("Type", session.type());
        values.put("IdleHint", session.isIdle());
        values.put("LockedHint", session.isLocked());
        return changed(session.file(), values)
                .map(names -> new LoginEffect.SessionChanged(session.id(), names));
    }

    /** Returns what to announce about a user. */
    Optional<LoginEffect> changesOf(User user) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("Display", user.display().map(Session::id));
        values.put("IdleHint", user.isIdle());
        return changed(new StateFile.OfUser(user.uid()), values)
                .map(names -> new LoginEffect.UserChanged(user.uid(), names));
    }

    /** Returns what to announce about a seat. */
    Optional<LoginEffect> changesOf(Seat seat) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ActiveSession", seat.active().map(Session::id));
        values.put("IdleHint", seat.isIdle());
        return changed(new StateFile.OfSeat(seat.id()), values)
                .map(names -> new LoginEffect.SeatChanged(seat.id(), names));
    }

    /** Forgets a session that is gone. */
    void forget(Session session) {
        forget(session.file());
    }

    /** Forgets a user who is gone. */
    void forget(User user) {
        forget(new StateFile.OfUser(user.uid()));
    }

    private void forget(StateFile file) {
        texts.remove(file);
        properties.remove(file);
    }

    private Optional<LoginEffect> written(StateFile file, String text) {
        boolean isNew = !text.equals(texts.put(file, text));
        return isNew ? Optional.of(new LoginEffect.WriteStateFile(file, text)) : Optional.empty();
    }

    /** Returns the names whose values differ; none for what is told of for the first time. */
    private Optional<List<String>> changed(StateFile file, Map<String, Object> values) {
        Map<String, Object> before = properties.getOrDefault(file, values);
        properties.put(file, values);
        List<String> names = new ArrayList<>();
        values.forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                names.add(name);
                if (name.equals("IdleHint")) {
                    names.add("IdleSinceHint");
                    names.add("IdleSinceHintMonotonic");
                }
            }
        });
        return names.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(names));
    }
}
