import org.jspecify.annotations.NullMarked;

/** Linux system calls through {@code java.lang.foreign}; the only module with native access. */
@NullMarked
module hearth.linux {
    requires static org.jspecify;

    exports hearth.linux;
    exports hearth.linux.fake;
    exports hearth.linux.socket;
}
