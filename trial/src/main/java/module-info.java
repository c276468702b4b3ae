import org.jspecify.annotations.NullMarked;

/** What parsers are tried with in tests; no part of the image. */
@NullMarked
module hearth.trial {
    requires static org.jspecify;
    requires java.management;
    requires jdk.management;

    exports hearth.trial;
}
