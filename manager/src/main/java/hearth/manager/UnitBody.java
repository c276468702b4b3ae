package hearth.manager;

import hearth.manager.graph.ActiveState;
import hearth.manager.scope.ScopeDefinition;
import hearth.manager.scope.ScopeMachine;
import hearth.manager.scope.ScopeRecord;
import hearth.manager.service.ServiceDefinition;
import hearth.manager.service.ServiceMachine;
import hearth.manager.service.ServiceRecord;

/** What a unit is beside being a unit: its type's definition and memory; immutable. */
sealed interface UnitBody {

    /** A service. */
    record Service(ServiceDefinition definition, ServiceRecord record) implements UnitBody {}

    /** A scope. */
    record Scope(ScopeDefinition definition, ScopeRecord record) implements UnitBody {}

    /** A slice is active or it is not. */
    record Slice(boolean isActive) implements UnitBody {}

    /** A target is active or it is not. */
    record Target(boolean isActive) implements UnitBody {}

    /** A unit of a type that is loaded and shown, and cannot be started yet. */
    record Inert() implements UnitBody {}

    /** Returns the state that all types have in common. */
    default ActiveState activeState() {
        return switch (this) {
            case Service(ServiceDefinition definition, ServiceRecord record) ->
                    ServiceMachine.activeState(definition, record);
            case Scope(ScopeDefinition definition, ScopeRecord record) ->
                    ScopeMachine.activeState(record);
            case Slice(boolean isActive) -> isActive ? ActiveState.ACTIVE : ActiveState.INACTIVE;
            case Target(boolean isActive) -> isActive ? ActiveState.ACTIVE : ActiveState.INACTIVE;
            case Inert() -> ActiveState.INACTIVE;
        };
    }

    /** Returns the type's own name of the state. */
    default String subState() {
        return switch (this) {
            case Service(ServiceDefinition definition, ServiceRecord record) ->
                    record.phase().subState();
            case Scope(ScopeDefinition definition, ScopeRecord record) -> record.phase().wireName();
            case Slice(boolean isActive) -> isActive ? "active" : "dead";
            case Target(boolean isActive) -> isActive ? "active" : "dead";
            case Inert() -> "dead";
        };
    }
}
