package hearth.manager.table;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.ManagerDefaults;
import hearth.manager.type.Body;
import hearth.unit.UnitName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitSetTest {
    private static UnitEntry unit(int number) {
        UnitName name = UnitName.parse("u" + number + ".target").orElseThrow();
        return new UnitEntry(
                name,
                number,
                Body.atRest(Kinds.of(name.type()), name, 1, ManagerDefaults.STANDARD),
                false);
    }

    private static List<UnitEntry> units(int count) {
        List<UnitEntry> units = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            units.add(unit(i));
        }
        return units;
    }

    @Test
    void keepsTheOrderInWhichManyCame() {
        List<UnitEntry> units = units(10 * UnitSet.FEW);
        UnitSet set = new UnitSet();
        units.forEach(set::add);
        assertThat(set.units()).containsExactlyElementsOf(units);
    }

    @Test
    void takesAUnitOnceHoweverManyThereAre() {
        UnitSet set = new UnitSet();
        for (UnitEntry unit : units(2 * UnitSet.FEW)) {
            assertThat(set.add(unit)).isTrue();
            assertThat(set.add(unit)).isFalse();
        }
        assertThat(set.units()).hasSize(2 * UnitSet.FEW);
    }

    @Test
    void isEmptyWhenAllAreTakenAway() {
        List<UnitEntry> units = units(UnitSet.FEW + 1);
        UnitSet set = new UnitSet();
        units.forEach(set::add);
        units.forEach(unit -> assertThat(set.remove(unit)).isTrue());
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.contains(units.getFirst())).isFalse();
    }

    @Test
    void saysThatItDidNotHaveAUnit() {
        assertThat(new UnitSet().remove(unit(1))).isFalse();
    }
}
