import org.jspecify.annotations.NullMarked;

/** The command line. */
@NullMarked
module hearth.cli {
    requires static org.jspecify;
    requires hearth.dbus;
    requires hearth.journal;
    requires hearth.nix;
    requires hearth.unit;
    requires info.picocli;
    requires jdk.net;
    requires tools.jackson.core;
}
