package hearth.daemon.login;

import hearth.login.host.CreatedSession;
import hearth.login.host.DualTimestamp;
import hearth.login.session.Seat;
import hearth.login.session.Session;
import hearth.login.session.User;
import tools.jackson.core.JsonGenerator;

/** Sessions, users and seats as {@code io.systemd.Login} describes them. */
final class LoginJson {
    /** The interface, in Varlink's own language. */
    static final String DESCRIPTION =
            """
            interface io.systemd.Login

            type ProcessId (pid: int, pidfdId: ?int, bootId: ?string)

            type SessionType (unspecified, tty, x11, wayland, mir, web)

            type SessionClass (
              user,
              user_early,
              user_incomplete,
              user_light,
              user_early_light,
              greeter,
              lock_screen,
              background,
              background_light,
              manager,
              manager_early
            )

            type Owner (UID: int, Name: string)

            type Timestamp (realtime: int, monotonic: int)

            type SessionInfo (
              Id: string,
              User: Owner,
              Timestamp: ?Timestamp,
              VTNr: ?int,
              Seat: ?string,
              TTY: ?string,
              Display: ?string,
              Remote: bool,
              RemoteHost: ?string,
              RemoteUser: ?string,
              Service: ?string,
              Desktop: ?string,
              Scope: ?string,
              Leader: ?ProcessId,
              Audit: ?int,
              Type: SessionType,
              Class: SessionClass,
              Active: bool,
              State: string,
              IdleHint: bool,
              IdleSinceHint: ?int,
              IdleSinceHintMonotonic: ?int,
              LockedHint: bool
            )

            type UserInfo (
              UID: int,
              GID: int,
              Name: string,
              Timestamp: ?Timestamp,
              RuntimePath: ?string,
              Service: ?string,
              Slice: ?string,
              Display: ?string,
              State: string,
              Sessions: ?[]string,
              IdleHint: bool,
              IdleSinceHint: ?int,
              IdleSinceHintMonotonic: ?int,
              Linger: bool
            )

            type SeatInfo (
              Id: string,
              ActiveSession: ?string,
              Sessions: ?[]string,
              CanTTY: bool,
              CanGraphical: bool,
              IdleHint: bool,
              IdleSinceHint: ?int,
              IdleSinceHintMonotonic: ?int
            )

            # For root: makes a session of a process, the caller where none is named.
            method CreateSession(
              UID: int,
              PID: ?ProcessId,
              Service: ?string,
              Type: SessionType,
              Class: SessionClass,
              Desktop: ?string,
              Seat: ?string,
              VTNr: ?int,
              TTY: ?string,
              Display: ?string,
              Remote: ?bool,
              RemoteUser: ?string,
              RemoteHost: ?string
            ) -> (
              Id: string,
              RuntimePath: string,
              UID: int,
              Seat: ?string,
              VTNr: ?int,
              Type: SessionType,
              Class: SessionClass
            )

            # The caller is done with its own session.
            method ReleaseSession(Id: string) -> ()

            method DescribeSession(Id: ?string) -> (Session: SessionInfo)
            method ListSessions() -> (Session: SessionInfo)
            method DescribeUser(UID: ?int) -> (User: UserInfo)
            method ListUsers() -> (User: UserInfo)
            method DescribeSeat(Id: ?string) -> (Seat: SeatInfo)
            method ListSeats() -> (Seat: SeatInfo)

            error NoSuchSession ()
            error NoSuchUser ()
            error NoSuchSeat ()
            error AlreadySessionMember ()
            error TooManySessions ()
            error UnitAllocationFailed ()
            error NoSessionPIDFD ()
            """;

    private LoginJson() {}

    /** Writes the answer to CreateSession. */
    static void writeCreated(JsonGenerator json, CreatedSession created, Session session) {
        json.writeStringProperty("Id", created.id());
        json.writeStringProperty("RuntimePath", created.runtimePath());
        json.writeNumberProperty("UID", created.uid());
        text(json, "Seat", created.seat());
        if (created.vtNumber() > 0) {
            json.writeNumberProperty("VTNr", created.vtNumber());
        }
        kinds(json, session);
    }

    private static void kinds(JsonGenerator json, Session session) {
        json.writeStringProperty("Type", session.type().wireName());
        json.writeStringProperty("Class", session.sessionClass().wireName().replace('-', '_'));
    }

    static void write(JsonGenerator json, Session session) {
        json.writeObjectPropertyStart("Session");
        json.writeStringProperty("Id", session.id());
        json.writeObjectPropertyStart("User");
        json.writeNumberProperty("UID", session.user().uid());
        json.writeStringProperty("Name", session.user().name());
        json.writeEndObject();
        timestamp(json, session.since());
        if (session.vtNumber() > 0) {
            json.writeNumberProperty("VTNr", session.vtNumber());
        }
        text(json, "Seat", session.seat().map(Seat::id).orElse(""));
        text(json, "TTY", session.tty());
        text(json, "Display", session.display());
        json.writeBooleanProperty("Remote", session.isRemote());
        text(json, "RemoteHost", session.remoteHost());
        text(json, "RemoteUser", session.remoteUser());
        text(json, "Service", session.service());
        text(json, "Desktop", session.desktop());
        text(json, "Scope", session.scope());
        json.writeObjectPropertyStart("Leader");
        json.writeNumberProperty("pid", session.leader());
        json.writeEndObject();
        session.audit().ifPresent(audit -> json.writeNumberProperty("Audit", audit));
        kinds(json, session);
        json.writeBooleanProperty("Active", session.isActive());
        json.writeStringProperty("State", session.state().wireName());
        idleness(json, session.isIdle(), session.idleSince());
        json.writeBooleanProperty("LockedHint", session.isLocked());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, User user) {
        json.writeObjectPropertyStart("User");
        json.writeNumberProperty("UID", user.uid());
        json.writeNumberProperty("GID", user.record().gid());
        json.writeStringProperty("Name", user.name());
        timestamp(json, user.since());
        json.writeStringProperty("RuntimePath", user.runtimePath());
        json.writeStringProperty("Service", user.service());
        json.writeStringProperty("Slice", user.slice());
        text(json, "Display", user.display().map(Session::id).orElse(""));
        json.writeStringProperty("State", user.state().wireName());
        ids(json, user.sessions());
        idleness(json, user.isIdle(), user.idleSince());
        json.writeBooleanProperty("Linger", user.isLingering());
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Seat seat) {
        json.writeObjectPropertyStart("Seat");
        json.writeStringProperty("Id", seat.id());
        text(json, "ActiveSession", seat.active().map(Session::id).orElse(""));
        ids(json, seat.sessions());
        json.writeBooleanProperty("CanTTY", seat.canTty());
        json.writeBooleanProperty("CanGraphical", seat.canGraphical());
        idleness(json, seat.isIdle(), seat.idleSince());
        json.writeEndObject();
    }

    private static void ids(JsonGenerator json, Iterable<Session> sessions) {
        json.writeArrayPropertyStart("Sessions");
        sessions.forEach(session -> json.writeString(session.id()));
        json.writeEndArray();
    }

    private static void timestamp(JsonGenerator json, DualTimestamp time) {
        json.writeObjectPropertyStart("Timestamp");
        json.writeNumberProperty("realtime", time.realtimeUsec());
        json.writeNumberProperty("monotonic", time.monotonicUsec());
        json.writeEndObject();
    }

    private static void idleness(JsonGenerator json, boolean isIdle, DualTimestamp since) {
        json.writeBooleanProperty("IdleHint", isIdle);
        if (since.realtimeUsec() > 0) {
            json.writeNumberProperty("IdleSinceHint", since.realtimeUsec());
            json.writeNumberProperty("IdleSinceHintMonotonic", since.monotonicUsec());
        }
    }

    private static void text(JsonGenerator json, String name, String text) {
        if (!text.isEmpty()) {
            json.writeStringProperty(name, text);
        }
    }
}
