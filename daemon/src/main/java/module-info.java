import org.jspecify.annotations.NullMarked;

/** hearthd: the reactor, the mailboxes, the links to keeper and hands. */
@NullMarked
module hearth.daemon {
    requires static org.jspecify;
    requires hearth.budget;
    requires hearth.api;
    requires hearth.journal;
    requires hearth.linux;
    requires tools.jackson.core;
}
