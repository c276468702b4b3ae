package hearth.login.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose a cgroup is. */
final class CgroupOwnerTest {
    @Test
    void aScopeBelongsToItsSession() {
        assertThat(CgroupOwner.session("/user.slice/user-2001.slice/session-203.scope"))
                .contains("203");
    }

    @Test
    void whatIsBelowAScopeBelongsToItsSession() {
        assertThat(CgroupOwner.session("/user.slice/user-2001.slice/session-c1.scope/x/y"))
                .contains("c1");
    }

    @Test
    void aScopeThatAUserMadeBelowTheManagerIsNoSession() {
        assertThat(
                        CgroupOwner.session(
                                "/user.slice/user-2001.slice/user@2001.service/user.slice/"
                                        + "user-0.slice/session-203.scope"))
                .isEmpty();
    }

    @Test
    void servicesOfTheManagerBelongToTheUser() {
        assertThat(CgroupOwner.user("/user.slice/user-2001.slice/user@2001.service/app.slice"))
                .hasValue(2001);
    }

    @Test
    void systemServicesBelongToNobody() {
        assertThat(CgroupOwner.user("/system.slice/user-2001.slice")).isEmpty();
    }
}
