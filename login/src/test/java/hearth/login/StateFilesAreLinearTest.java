package hearth.login;

import static org.assertj.core.api.Assertions.assertThat;

import hearth.login.session.CEscape;
import hearth.login.session.CgroupOwner;
import hearth.login.session.StateFiles;
import hearth.trial.Cost;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a login names, and how its state is read again, costs what it is long. */
class StateFilesAreLinearTest {
    private static final int SIZE = 1_000;

    static final class Escapes implements Consumer<String> {
        @Override
        public void accept(String text) {
            CEscape.unescape(text);
            CEscape.escape(text);
        }
    }

    static final class State implements Consumer<String> {
        @Override
        public void accept(String text) {
            StateFiles.parse(text);
        }
    }

    static final class Cgroup implements Consumer<String> {
        @Override
        public void accept(String text) {
            CgroupOwner.session(text);
            CgroupOwner.user(text);
            CgroupOwner.sessionOfScope(text);
            CgroupOwner.userOfService(text);
        }
    }

    private static void assertLinear(Class<? extends Consumer<String>> reader, String part) {
        assertThat(Cost.fault(reader, part::repeat, SIZE)).isEmpty();
    }

    @Test
    void textsAreReadOnce() {
        for (String part :
                List.of("\\", "\\1", "\\101", "\\n", "a", "é", "A=\\\n", "=", "\n", "A=1\n", "#")) {
            assertLinear(Escapes.class, part);
            assertLinear(State.class, part);
        }
    }

    @Test
    void pathsOfCgroupsAreReadOnce() {
        for (String part : List.of("/user.slice/user-0.slice", "/a", "0", "session-", "user@1")) {
            assertLinear(Cgroup.class, part);
            assertThat(
                            Cost.fault(
                                    Cgroup.class,
                                    size ->
                                            "/user.slice/user-1.slice/session-1"
                                                    + part.repeat(size),
                                    SIZE))
                    .isEmpty();
        }
    }
}
