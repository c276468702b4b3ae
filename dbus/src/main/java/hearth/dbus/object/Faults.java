package hearth.dbus.object;

/** Told of calls whose handler threw: defects of ours, whatever the caller sent. */
@FunctionalInterface
public interface Faults {
    /**
     * Takes a fault, after the call was answered; in the mailbox of what the server shows. What
     * this throws ends the mailbox's task.
     */
    void failed(Fault fault);

    /**
     * A defect that a call has met.
     *
     * @param call what was called, without its values
     * @param caller who called
     * @param cause what was thrown
     */
    record Fault(String call, Caller caller, Throwable cause) {
        /** Returns what has failed, for the administrator. */
        public String summary() {
            return "a call of uid %s, %s, has failed"
                    .formatted(Integer.toUnsignedString(caller.uid()), call);
        }
    }

    /** Ends the mailbox's task with what was thrown: for a manager that is then taken up anew. */
    Faults BREAK =
            fault -> {
                throw new IllegalStateException(fault.summary(), fault.cause());
            };
}
