package hearth.nix.render;

import java.util.Set;

/**
 * What rendering depends on beside the declarations.
 *
 * @param shell the program that runs scripts, such as {@code /bin/bash}
 * @param shippedUnits the names of unit files that packages have installed
 */
public record Host(String shell, Set<String> shippedUnits) {
    /** What runs scripts where there is no bash, for which they were written. */
    public static final String PLAIN_SHELL = "/bin/sh";

    /** Where programs are looked for behind a declared path. */
    public static final String DEFAULT_PATH =
            "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";

    public Host {
        shippedUnits = Set.copyOf(shippedUnits);
    }
}
