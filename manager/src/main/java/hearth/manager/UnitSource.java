package hearth.manager;

import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import java.util.Optional;

/** Where definitions come from; immutable, so that a reload brings another one. */
public interface UnitSource {

    /** Returns the unit of this name, or why there is none. */
    LoadResult load(UnitName name);

    /**
     * Returns the unit of this name, or why there is none.
     *
     * @param before what an earlier source has loaded, which is not read again where it is the same
     */
    LoadResult loadAgain(UnitName name, Optional<UnitDefinition> before);

    /**
     * Returns a unit that a call defines.
     *
     * @param text its file
     */
    LoadResult loadTransient(UnitName name, String text);

    /** Returns the files that a unit would be made of. */
    UnitSources sources(UnitName name);

    /**
     * Returns this source with one drop-in more, as {@code set-property} writes it.
     *
     * @param runtime whether it lies in the runtime directory
     */
    UnitSource withDropIn(UnitName name, String fileName, String text, boolean runtime);
}
