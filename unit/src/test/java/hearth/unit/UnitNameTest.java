package hearth.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnitNameTest {
    private static final String[] VALID = {
        "a.service",
        "foo@.service",
        "foo@bar.service",
        "foo@bar@baz.service",
        "-.slice",
        "dev-sda.device",
        "a\\x20b.mount",
        "a:b_c.d.target",
        "foo@bar-baz.socket"
    };
    private static final String[] INVALID = {
        "",
        ".service",
        "@.service",
        "@a.service",
        "foo",
        "foo.",
        "foo.bar",
        "a b.service",
        "a/b.service",
        "é.service",
        "foo.service@",
        "a.b@c",
        "x".repeat(250) + ".service"
    };

    @Test
    void namesOfUnitsInstancesAndTemplatesAreValid() {
        for (String name : VALID) {
            assertThat(UnitName.parse(name)).as(name).isPresent();
        }
    }

    @Test
    void anythingElseIsNoName() {
        for (String name : INVALID) {
            assertThat(UnitName.parse(name)).as(name).isEmpty();
        }
        assertThatThrownBy(() -> new UnitName("nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameOf255CharactersIsTheLongest() {
        assertThat(UnitName.isValid("x".repeat(247) + ".service")).isTrue();
        assertThat(UnitName.isValid("x".repeat(248) + ".service")).isFalse();
    }

    @Test
    void anInstanceKnowsItsParts() {
        UnitName name = new UnitName("foo-bar@one@two.service");

        assertThat(name.type()).isEqualTo(UnitType.SERVICE);
        assertThat(name.prefix()).isEqualTo("foo-bar");
        assertThat(name.instance()).contains("one@two");
        assertThat(name.withoutSuffix()).isEqualTo("foo-bar@one@two");
        assertThat(name.template()).contains(new UnitName("foo-bar@.service"));
        assertThat(name.isInstance()).isTrue();
        assertThat(name.isTemplate()).isFalse();
    }

    @Test
    void aTemplateHasNoInstanceAndMakesThem() {
        UnitName template = new UnitName("foo@.service");

        assertThat(template.isTemplate()).isTrue();
        assertThat(template.instance()).isEmpty();
        assertThat(template.withInstance("x")).contains(new UnitName("foo@x.service"));
        assertThat(template.withInstance("a/b")).isEmpty();
        assertThat(template.withInstance("")).isEmpty();
    }

    @Test
    void aPlainNameHasNeitherTemplateNorInstance() {
        UnitName name = new UnitName("foo.service");

        assertThat(name.template()).isEmpty();
        assertThat(name.instance()).isEmpty();
        assertThat(name.prefix()).isEqualTo("foo");
        assertThat(name.withType(UnitType.SOCKET)).isEqualTo(new UnitName("foo.socket"));
    }

    @Test
    void whatAPersonTypesBecomesAName() {
        String[][] cases = {
            {"foo", "foo.service"},
            {"foo.target", "foo.target"},
            {"foo bar", "foo\\x20bar.service"},
            {"foo/bar", "foo-bar.service"},
            {"/home/alice", "home-alice.mount"},
            {"/dev/sda", "dev-sda.device"},
            {"foo@", "foo@.service"}
        };
        for (String[] each : cases) {
            assertThat(UnitName.mangle(each[0], UnitType.SERVICE))
                    .as(each[0])
                    .contains(new UnitName(each[1]));
        }
    }
}
