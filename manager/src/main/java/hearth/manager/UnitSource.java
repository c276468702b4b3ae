package hearth.manager;

import hearth.unit.Specifiers;
import hearth.unit.UnitName;
import hearth.unit.load.LoadResult;
import hearth.unit.load.UnitDefinition;
import hearth.unit.load.UnitSources;
import hearth.unit.load.WrittenLine;
import java.util.List;
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

    /** Returns where units' own directories lie. */
    Specifiers.Directories directories();

    /** Returns the files that a unit would be made of. */
    UnitSources sources(UnitName name);

    /**
     * Returns where a unit's files have a directive, in the order in which they are read, links
     * behind them.
     */
    List<WrittenLine> written(UnitName name, String directive);

    /** Returns what a unit's file means by a word in it, specifiers resolved. */
    String meaningOf(UnitName name, String word);

    /**
     * Returns this source with one drop-in more, as {@code set-property} writes it.
     *
     * @param runtime whether it lies in the runtime directory
     */
    UnitSource withDropIn(UnitName name, String fileName, String text, boolean runtime);
}
