package hearth.manager;

import java.util.List;

/**
 * A unit that a call defines.
 *
 * @param name its name
 * @param text its file, in the syntax of unit files
 * @param pids processes it begins with ({@code PIDs=}); scopes need at least one
 * @param controller the bus name that is told to stop it ({@code Controller=}); empty for none
 */
public record TransientUnit(String name, String text, List<Integer> pids, String controller) {
    public TransientUnit {
        pids = List.copyOf(pids);
    }
}
