import org.jspecify.annotations.NullMarked;

/** Native journal files: writing, reading and keeping them. No thread, no clock. */
@NullMarked
module hearth.journal {
    requires static org.jspecify;

    exports hearth.journal;
    exports hearth.journal.file;
    exports hearth.journal.keep;
    exports hearth.journal.protocol;
    exports hearth.journal.read;
    exports hearth.journal.write;
}
