package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.unit.catalogue.Catalogue;
import hearth.unit.catalogue.ResourceControlSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitTypeTest {

    @ParameterizedTest
    @EnumSource
    void aTypeHasASectionOfItsOwnWhereTheCatalogueHasRowsForIt(UnitType type) {
        boolean hasRows =
                Catalogue.all().stream()
                        .anyMatch(setting -> setting.sections().contains(type.section()));

        assertThat(type.hasSection(type.section())).isEqualTo(hasRows);
    }

    @ParameterizedTest
    @EnumSource
    void whatLiesInASliceHasRowsOfResourceControl(UnitType type) {
        assertThat(Catalogue.settingsOf(type).contains(ResourceControlSettings.SLICE))
                .isEqualTo(type.hasCgroup());
    }

    @ParameterizedTest
    @EnumSource
    void whatCanBeTransientTakesPropertiesOfItsOwn(UnitType type) {
        if (type.canBeTransient()) {
            assertThat(Catalogue.transientProperty(type, "Description")).isPresent();
            assertThat(type.hasSection(type.section())).isTrue();
        }
    }

    @Test
    void onlyScopesBeginWithProcesses() {
        assertThat(UnitType.values())
                .filteredOn(UnitType::beginsWithProcesses)
                .containsExactly(UnitType.SCOPE);
    }
}
