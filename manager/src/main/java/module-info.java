import org.jspecify.annotations.NullMarked;

/** One service manager: units, jobs, transactions and a machine for each unit type; no I/O. */
@NullMarked
module hearth.manager {
    requires static org.jspecify;
    requires transitive hearth.budget;
    requires transitive hearth.unit;

    exports hearth.manager;
    exports hearth.manager.cause;
    exports hearth.manager.graph;
    exports hearth.manager.host;
    exports hearth.manager.job;
    exports hearth.manager.kill;
    exports hearth.manager.type;
    exports hearth.manager.type.mount;
    exports hearth.manager.type.path;
    exports hearth.manager.type.socket;
    exports hearth.manager.type.scope;
    exports hearth.manager.type.service;
    exports hearth.manager.type.timer;
}
