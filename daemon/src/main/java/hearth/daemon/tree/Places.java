package hearth.daemon.tree;

import java.nio.file.Path;
import java.util.Optional;

/** Where this image has its own copies of the standard units. */
public final class Places {
    /**
     * The directory of {@code user} and {@code system}, below the image; tests, which run in none,
     * say {@code hearth.units}.
     */
    public static final String OWN_UNITS =
            Optional.ofNullable(System.getProperty("hearth.units"))
                    .orElseGet(() -> Path.of(System.getProperty("java.home"), "units").toString());

    private Places() {}
}
