package hearth.daemon.tree;

import java.nio.file.Path;

/** Where this image has its own copies of the standard units. */
public final class Places {
    /** The directory of {@code user} and {@code system}, below the image. */
    public static final String OWN_UNITS =
            Path.of(System.getProperty("java.home"), "units").toString();

    private Places() {}
}
