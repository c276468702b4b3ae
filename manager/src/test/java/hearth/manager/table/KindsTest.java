package hearth.manager.table;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.manager.ManagerDefaults;
import hearth.manager.graph.ActiveState;
import hearth.manager.type.Body;
import hearth.manager.type.Perpetual;
import hearth.manager.type.SnapshotText;
import hearth.unit.UnitName;
import hearth.unit.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KindsTest {
    private static Body<?, ?> body(UnitName name) {
        return Body.atRest(Kinds.of(name.type()), name, 1, ManagerDefaults.STANDARD);
    }

    private static UnitName name(UnitType type) {
        return new UnitName("x." + type.wireName());
    }

    @ParameterizedTest
    @EnumSource
    void aTypeHasItsOwnKind(UnitType type) {
        assertThat(Kinds.of(type).type()).isEqualTo(type);
        assertThat(body(name(type)).activeState()).isEqualTo(ActiveState.INACTIVE);
        assertThat(body(name(type)).subState()).isEqualTo("dead");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(UnitType type) {
        Body<?, ?> body = body(name(type));
        SnapshotText text = new SnapshotText();

        body.write(text);

        assertThat(body.read(SnapshotText.parse(text.text()))).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource
    void whatReloadsIsOfATypeThatCan(UnitType type) {
        assertThat(!body(name(type)).canReload() || type.canBeReloaded()).isTrue();
    }

    @Test
    void whatIsAlwaysThereIsUpFromTheBeginning() {
        assertThat(Kinds.perpetual())
                .extracting(Perpetual::name)
                .containsExactly(UnitName.ROOT_MOUNT, UnitName.ROOT_SLICE, UnitName.INIT_SCOPE);
        assertThat(Kinds.perpetual())
                .extracting(one -> body(one.name()).activeState())
                .containsOnly(ActiveState.ACTIVE);
    }
}
