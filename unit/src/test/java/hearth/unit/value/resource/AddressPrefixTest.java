package hearth.unit.value.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressPrefixTest {
    private static AddressPrefix prefix(String address, int bits) throws UnknownHostException {
        return new AddressPrefix(InetAddress.getByName(address), bits);
    }

    @Test
    void thoseOfOneHashHaveAnOrder() throws UnknownHostException {
        AddressPrefix one = prefix("0:1::0:2", 128);
        AddressPrefix other = prefix("0:2::0:1", 128);

        assertThat(one).hasSameHashCodeAs(other).isNotEqualTo(other);
        assertThat(one).isLessThan(other);
        assertThat(prefix("::1", 64)).isLessThan(prefix("::1", 65));
        assertThat(one).isEqualByComparingTo(prefix("0:1::0:2", 128));
    }
}
