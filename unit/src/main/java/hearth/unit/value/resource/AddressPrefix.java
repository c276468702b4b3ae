package hearth.unit.value.resource;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of machines' addresses.
 *
 * @param address the first one
 * @param bits how many leading bits all of them share
 */
public record AddressPrefix(InetAddress address, int bits) implements Comparable<AddressPrefix> {
    /**
     * By bytes. Anybody can write addresses of IPv6 that have one hash, and a table of such is slow
     * without an order.
     */
    @Override
    public int compareTo(AddressPrefix other) {
        int byAddress = Arrays.compareUnsigned(address.getAddress(), other.address.getAddress());
        return byAddress != 0 ? byAddress : Integer.compare(bits, other.bits);
    }

    /** Returns whether it is a range of IPv4. */
    public boolean isV4() {
        return address instanceof Inet4Address;
    }
}
