package hearth.unit.value.resource;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A range of machines' addresses.
 *
 * @param address the first one
 * @param bits how many leading bits all of them share
 */
public record AddressPrefix(InetAddress address, int bits) {

    /** Returns whether it is a range of IPv4. */
    public boolean isV4() {
        return address instanceof Inet4Address;
    }
}
