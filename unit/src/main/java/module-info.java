import org.jspecify.annotations.NullMarked;

/** The language of units: text in, values and diagnostics out; no I/O. */
@NullMarked
module hearth.unit {
    requires static org.jspecify;

    exports hearth.unit;
    exports hearth.unit.install;
    exports hearth.unit.syntax;
    exports hearth.unit.time;
    exports hearth.unit.tree;
    exports hearth.unit.trigger;
    exports hearth.unit.value;
    exports hearth.unit.catalogue;
    exports hearth.unit.load;
    exports hearth.unit.setting;
    exports hearth.unit.value.exec;
    exports hearth.unit.value.resource;
    exports hearth.unit.value.sandbox;
    exports hearth.unit.value.service;
}
