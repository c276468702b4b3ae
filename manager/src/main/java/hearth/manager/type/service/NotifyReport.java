package hearth.manager.type.service;

/**
 * What a service has said of itself by sd_notify.
 *
 * @param state the last of READY, RELOADING and STOPPING
 * @param statusText {@code STATUS=}
 * @param statusErrno {@code ERRNO=}
 * @param busError {@code BUSERROR=}
 * @param varlinkError {@code VARLINKERROR=}
 * @see <a href="https://man7.org/linux/man-pages/man3/sd_notify.3.html">sd_notify(3)</a>
 */
public record NotifyReport(
        State state, String statusText, int statusErrno, String busError, String varlinkError) {

    /** What it last said about its state. */
    public enum State {
        UNKNOWN("unknown"),
        READY("ready"),
        RELOADING("reloading"),
        STOPPING("stopping");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        /** Returns the word that is written down. */
        public String wireName() {
            return wireName;
        }
    }

    /** Nothing said. */
    public static final NotifyReport NONE = new NotifyReport(State.UNKNOWN, "", 0, "", "");

    NotifyReport with(State newState) {
        return new NotifyReport(newState, statusText, statusErrno, busError, varlinkError);
    }

    NotifyReport withStatusText(String text) {
        return new NotifyReport(state, text, statusErrno, busError, varlinkError);
    }

    NotifyReport withStatusErrno(int errno) {
        return new NotifyReport(state, statusText, errno, busError, varlinkError);
    }

    NotifyReport withBusError(String error) {
        return new NotifyReport(state, statusText, statusErrno, error, varlinkError);
    }

    NotifyReport withVarlinkError(String error) {
        return new NotifyReport(state, statusText, statusErrno, busError, error);
    }
}
