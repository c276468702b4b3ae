package hearth.manager.scope;

import hearth.manager.host.Event;

/** What a scope's machine is told. */
public sealed interface ScopeEvent {

    /**
     * Start it with the processes of its record.
     *
     * @param runtimeExtraUsec the random part of its longest time
     */
    record Start(long runtimeExtraUsec) implements ScopeEvent {}

    /** Stop it. */
    record Stop() implements ScopeEvent {}

    /** Who made it does not vouch for it any more; it lasts while it has processes. */
    record Abandon() implements ScopeEvent {}

    /** Forget that it failed. */
    record ResetFailed() implements ScopeEvent {}

    /** Something happened in the world. */
    record Happened(Event event) implements ScopeEvent {}

    /** It was taken over from an earlier brain. */
    record TakenOver(boolean isPopulated) implements ScopeEvent {}
}
