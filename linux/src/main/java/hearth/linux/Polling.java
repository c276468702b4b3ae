package hearth.linux;

/** Waiting for descriptors and for time: what a reactor turns on. */
public interface Polling {
    /** Interest or event: there is something to read, or to accept. */
    int READABLE = 0x1;

    /** Interest or event: there is room to write. */
    int WRITABLE = 0x4;

    /** Event: an error is pending; always waited for. */
    int ERROR = 0x8;

    /** Event: both directions are shut, or the last writer of a pipe is gone; always waited for. */
    int HANG_UP = 0x10;

    /** Interest or event: the other end writes no more. */
    int PEER_SHUT = 0x2000;

    /** Interest: report a change once instead of a state again and again. */
    int EDGE_TRIGGERED = 1 << 31;

    /** Makes an epoll instance; the caller closes it. */
    int epoll() throws ErrnoException;

    /**
     * Begins to wait for a descriptor.
     *
     * @param interest a union of the constants above
     * @param token comes back with each event
     * @throws ErrnoException EEXIST where it is waited for already; EPERM for a regular file
     * @see <a href="https://man7.org/linux/man-pages/man2/epoll_ctl.2.html">epoll_ctl(2)</a>
     */
    void add(int epollFd, int fd, int interest, long token) throws ErrnoException;

    /** Changes what is waited for. */
    void modify(int epollFd, int fd, int interest, long token) throws ErrnoException;

    /**
     * Stops waiting for a descriptor; to be done before it is closed, since duplicates would keep
     * it alive.
     */
    void remove(int epollFd, int fd) throws ErrnoException;

    /**
     * Waits for events. This blocks: it is for the reactor's own platform thread.
     *
     * @param timeoutMillis 0 looks only, negative waits without end
     * @return how many events the batch holds; 0 after the time-out or an interruption
     * @see <a href="https://man7.org/linux/man-pages/man2/epoll_wait.2.html">epoll_wait(2)</a>
     */
    int wait(int epollFd, EventBatch batch, int timeoutMillis) throws ErrnoException;

    /**
     * Makes a counter that wakes a poller up; the caller closes it.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
     */
    int eventFd() throws ErrnoException;

    /** Adds one to an event descriptor's counter: its poller wakes up. */
    void signal(int eventFd) throws ErrnoException;

    /** Returns an event descriptor's counter and sets it to 0. */
    long drain(int eventFd) throws ErrnoException;

    /** A clock of the kernel's. */
    enum Clock {
        /** The wall clock: nanoseconds since 1970. */
        REALTIME(0),
        /** Time since boot, without suspension. */
        MONOTONIC(1),
        /** Time since boot, suspension included. */
        BOOTTIME(7);

        private final int number;

        Clock(int number) {
            this.number = number;
        }

        /** Returns the kernel's number for it. */
        int number() {
            return number;
        }
    }

    /**
     * Returns a clock's time in nanoseconds.
     *
     * @see <a
     *     href="https://man7.org/linux/man-pages/man2/clock_gettime.2.html">clock_gettime(2)</a>
     */
    long nowNanos(Clock clock);

    /**
     * Makes a disarmed timer; the caller closes it.
     *
     * @see <a
     *     href="https://man7.org/linux/man-pages/man2/timerfd_create.2.html">timerfd_create(2)</a>
     */
    int timerFd(Clock clock) throws ErrnoException;

    /**
     * Lets a timer fire once when its clock shows {@code deadlineNanos}; a past time fires at once.
     */
    void arm(int timerFd, long deadlineNanos) throws ErrnoException;

    /** Disarms a timer. */
    void disarm(int timerFd) throws ErrnoException;

    /**
     * Lets a REALTIME timer become readable when somebody sets the wall clock: then {@link
     * #expirations} fails with ECANCELED, and this has to be called again.
     */
    void watchClockChange(int timerFd) throws ErrnoException;

    /**
     * Returns how often a timer fired since it was last asked.
     *
     * @throws ErrnoException ECANCELED after the change of a clock that is watched
     */
    long expirations(int timerFd) throws ErrnoException;
}
