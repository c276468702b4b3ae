package hearth.daemon.configuration;

/** What adds to a manager's environment, in its place of the order. */
public sealed interface EnvironmentStep {
    /**
     * A generator.
     *
     * @param path absolute
     */
    record Program(String path) implements EnvironmentStep {}

    /**
     * The files of environment.d, where systemd has {@code 30-systemd-environment-d-generator}: the
     * brain reads them itself.
     */
    record Files() implements EnvironmentStep {}
}
