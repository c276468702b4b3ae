package hearth.login.session;

import hearth.login.host.CallId;
import hearth.login.host.Token;

/**
 * How far a session is, as its login program and login itself see it.
 *
 * <pre>
 *     CreateSession     scope up, manager settled          FIFO made
 *    ──────────────> Opening ──────────────────> Answering ─────────> Open
 *                       │                            │                 │ ReleaseSession
 *                       │                            │                 v
 *                       │ scope fails,               │ FIFO fails,  Released
 *                       │ leader exits,              │ leader       │  │ 20 s,
 *                       │ terminated                 │ exits ...    │  │ FIFO ends, leader exits,
 *                       v                            v              v  v terminated
 *                    Closing <─────────────────────────────────────────┘
 *                       │ scope empty
 *                       v
 *                    (removed)
 * </pre>
 *
 * <p>A take-over leads into Interrupted from Opening and Answering, and from Open where nobody has
 * the FIFO: nobody has heard the answer then. The call, told again, leads back to Opening; where
 * none is left, the session ends.
 */
public sealed interface SessionPhase {
    /** Its scope and the user's manager are starting; the call waits, at most till the deadline. */
    record Opening(CallId call, Token deadline) implements SessionPhase {}

    /** Its FIFO is being made; the call waits for that. */
    record Answering(CallId call, Token fifo) implements SessionPhase {}

    /**
     * The brain that was to answer has died; its call is awaited, and what is killed where none
     * comes.
     */
    record Interrupted(SessionLife.Kill otherwise) implements SessionPhase {}

    /** Somebody is logged in. */
    record Open() implements SessionPhase {}

    /** The login program is done with it, and given time to end. */
    record Released(Token timer) implements SessionPhase {}

    /** It has ended; processes may be left. */
    record Closing() implements SessionPhase {}
}
