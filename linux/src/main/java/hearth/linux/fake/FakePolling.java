package hearth.linux.fake;

import hearth.linux.Errno;
import hearth.linux.ErrnoException;
import hearth.linux.EventBatch;
import hearth.linux.Polling;
import java.util.Collection;
import java.util.Optional;

/** {@link Polling} in memory: level-triggered, and it never waits. */
final class FakePolling implements Polling {
    private final FakeLinux linux;

    FakePolling(FakeLinux linux) {
        this.linux = linux;
    }

    @Override
    public int epoll() {
        return linux.install(new OpenFile.Epoll());
    }

    @Override
    public void add(int epollFd, int fd, int interest, long token) throws ErrnoException {
        OpenFile file = linux.file("epoll_ctl", fd);
        if (file instanceof OpenFile.Memfd) {
            throw new ErrnoException("epoll_ctl", Errno.EPERM);
        }
        var entry = new OpenFile.Epoll.Interest(file, interest, token);
        if (find(epollFd).interests().putIfAbsent(fd, entry) != null) {
            throw new ErrnoException("epoll_ctl", Errno.EEXIST);
        }
    }

    @Override
    public void modify(int epollFd, int fd, int interest, long token) throws ErrnoException {
        var entry = new OpenFile.Epoll.Interest(linux.file("epoll_ctl", fd), interest, token);
        if (find(epollFd).interests().replace(fd, entry) == null) {
            throw new ErrnoException("epoll_ctl", Errno.ENOENT);
        }
    }

    @Override
    public void remove(int epollFd, int fd) throws ErrnoException {
        if (find(epollFd).interests().remove(fd) == null) {
            throw new ErrnoException("epoll_ctl", Errno.ENOENT);
        }
    }

    /** Stops waiting for a descriptor that was closed. */
    void forget(Collection<OpenFile> files, int fd) {
        for (OpenFile file : files) {
            if (file instanceof OpenFile.Epoll epoll) {
                epoll.interests().remove(fd);
            }
        }
    }

    @Override
    public int wait(int epollFd, EventBatch batch, int timeoutMillis) throws ErrnoException {
        batch.clear();
        for (OpenFile.Epoll.Interest interest : find(epollFd).interests().values()) {
            int events = interest.file().ready() & (interest.mask() | ERROR | HANG_UP);
            if (events != 0 && batch.size() < batch.capacity() && interest.isNews()) {
                batch.add(events, interest.token());
            }
        }
        return batch.size();
    }

    @Override
    public int eventFd() {
        return linux.install(new OpenFile.Counter());
    }

    @Override
    public void signal(int eventFd) throws ErrnoException {
        counter(eventFd).add();
    }

    @Override
    public long drain(int eventFd) throws ErrnoException {
        return counter(eventFd).drain();
    }

    @Override
    public long nowNanos(Clock clock) {
        return linux.clock(clock).nowNanos();
    }

    @Override
    public int timerFd(Clock clock) {
        return linux.install(new OpenFile.Timer(linux.clock(clock)));
    }

    @Override
    public void arm(int timerFd, long deadlineNanos) throws ErrnoException {
        timer(timerFd).set(Optional.of(deadlineNanos));
    }

    @Override
    public void disarm(int timerFd) throws ErrnoException {
        timer(timerFd).set(Optional.empty());
    }

    @Override
    public void watchClockChange(int timerFd) throws ErrnoException {
        timer(timerFd).set(Optional.empty()); // nobody sets these clocks
    }

    @Override
    public long expirations(int timerFd) throws ErrnoException {
        return timer(timerFd).expirations();
    }

    private OpenFile.Epoll find(int fd) throws ErrnoException {
        if (linux.file("epoll_ctl", fd) instanceof OpenFile.Epoll epoll) {
            return epoll;
        }
        throw new ErrnoException("epoll_ctl", Errno.EINVAL);
    }

    private OpenFile.Counter counter(int fd) throws ErrnoException {
        if (linux.file("read", fd) instanceof OpenFile.Counter counter) {
            return counter;
        }
        throw new ErrnoException("read", Errno.EINVAL);
    }

    private OpenFile.Timer timer(int fd) throws ErrnoException {
        if (linux.file("timerfd_settime", fd) instanceof OpenFile.Timer timer) {
            return timer;
        }
        throw new ErrnoException("timerfd_settime", Errno.EINVAL);
    }
}
