package hearth.unit.catalogue;

import hearth.unit.UnitType;
import hearth.unit.setting.Table;
import java.util.Optional;

/** Which sections and directives a file may have. */
public interface Vocabulary {

    /** Returns whether files have this section; what stands in another one is ignored. */
    boolean hasSection(String section);

    /** Returns how a directive is read. */
    Optional<Table.Spelling<?>> spelling(String section, String name);

    /** Returns that of units of a type. */
    static Vocabulary ofUnits(UnitType type) {
        return new Vocabulary() {
            @Override
            public boolean hasSection(String section) {
                return type.hasSection(section);
            }

            @Override
            public Optional<Table.Spelling<?>> spelling(String section, String name) {
                return Catalogue.spelling(type, section, name);
            }
        };
    }

    /** Returns that of the section [Install] alone, which all types have in common. */
    static Vocabulary ofInstall() {
        return new Vocabulary() {
            @Override
            public boolean hasSection(String section) {
                return section.equals("Install");
            }

            @Override
            public Optional<Table.Spelling<?>> spelling(String section, String name) {
                return Catalogue.spelling(UnitType.SERVICE, section, name);
            }
        };
    }

    /** Returns that of managers. */
    static Vocabulary ofManagers() {
        return new Vocabulary() {
            @Override
            public boolean hasSection(String section) {
                return section.equals(ManagerSettings.SECTION);
            }

            @Override
            public Optional<Table.Spelling<?>> spelling(String section, String name) {
                return Catalogue.managerSpelling(section, name);
            }
        };
    }
}
