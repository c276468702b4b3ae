package hearth.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AccessListTest {
    /** Owner rw, group 4 r, group r, mask rw, others nothing: what a directory's default gives. */
    private static final String INHERITED =
            "02000000"
                    + "01000600ffffffff"
                    + "04000500ffffffff"
                    + "0800050004000000"
                    + "10000600ffffffff"
                    + "20000000ffffffff";

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Test
    void aUserIsPutBesideThoseWhoAreOnIt() {
        AccessList list = AccessList.parse(bytes(INHERITED)).orElseThrow();

        assertThat(list.toBytes()).isEqualTo(bytes(INHERITED));
        assertThat(list.withReader(1000).toBytes())
                .isEqualTo(
                        bytes(
                                "02000000"
                                        + "01000600ffffffff"
                                        + "02000400e8030000"
                                        + "04000500ffffffff"
                                        + "0800050004000000"
                                        + "10000400ffffffff"
                                        + "20000000ffffffff"));
    }

    @Test
    void noOtherUserStaysOnIt() {
        AccessList list = AccessList.OF_OWNER_AND_GROUP.withReader(1000).withReader(1001);

        assertThat(list.entries()).filteredOn(entry -> entry.tag() == 2).hasSize(1);
        assertThat(list.entries()).contains(new AccessList.Entry((short) 2, (short) 4, 1001));
    }

    @Test
    void whatIsNotUnderstoodIsNoList() {
        assertThat(AccessList.parse(new byte[0])).isEmpty();
        assertThat(AccessList.parse(bytes("01000000"))).isEmpty();
        assertThat(AccessList.parse(bytes("0200000001"))).isEmpty();
    }
}
