package hearth.daemon.link;

import hearth.daemon.protocol.Message;

/** Whoever speaks to this is not heard: for tests of what is ordered, and of answers. */
public final class Deaf<E extends Message> implements Link.Listener<E> {
    @Override
    public void event(E event, int[] descriptors) {}

    @Override
    public void ended(String reason) {}

    @Override
    public void silent() {}

    @Override
    public void differs(String what) {}
}
