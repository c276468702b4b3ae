package hearth.linux.fake;

/** A clock that stands still until it is moved. */
final class FakeClock {
    private long nowNanos;

    FakeClock(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    long nowNanos() {
        return nowNanos;
    }

    void advance(long nanos) {
        nowNanos += nanos;
    }
}
