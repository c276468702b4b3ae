package hearth.daemon.configuration;

import java.util.List;

/**
 * The generators that users' managers run, masked ones left out.
 *
 * @param environment what adds to the environment, in order
 * @param units paths of the programs that make units
 */
public record GeneratorList(List<EnvironmentStep> environment, List<String> units) {
    /** What a machine has that has none: environment.d is read. */
    public static final GeneratorList NONE =
            new GeneratorList(List.of(new EnvironmentStep.Files()), List.of());

    public GeneratorList {
        environment = List.copyOf(environment);
        units = List.copyOf(units);
    }

    /** Returns whether the environment is what environment.d makes of it, and nothing else. */
    public boolean isEnvironmentPlain() {
        return environment.equals(NONE.environment);
    }
}
