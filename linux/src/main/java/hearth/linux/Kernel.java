package hearth.linux;

/** {@link Linux} by downcalls into libc; each subject is linked when it is first asked for. */
final class Kernel implements Linux {
    static final Kernel INSTANCE = new Kernel();

    private Kernel() {}

    @Override
    public Descriptors descriptors() {
        return KernelDescriptors.INSTANCE;
    }

    @Override
    public Sockets sockets() {
        return KernelSockets.INSTANCE;
    }

    @Override
    public Polling polling() {
        return KernelPolling.INSTANCE;
    }

    @Override
    public Filesystem filesystem() {
        return KernelFilesystem.INSTANCE;
    }

    @Override
    public Inotify inotify() {
        return KernelInotify.INSTANCE;
    }

    @Override
    public Threads threads() {
        return KernelThreads.INSTANCE;
    }

    @Override
    public Memory memory() {
        return KernelMemory.INSTANCE;
    }

    @Override
    public NameService nameService() {
        return KernelNameService.INSTANCE;
    }
}
