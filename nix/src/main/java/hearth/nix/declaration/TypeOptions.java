package hearth.nix.declaration;

import java.util.List;

/** The options that NixOS units of one type have. */
public sealed interface TypeOptions {

    /** Of {@code systemd.user.services}. */
    record Service(ServiceOptions options) implements TypeOptions {}

    /** Of {@code systemd.user.timers}. */
    record Timer(Section timerConfig) implements TypeOptions {}

    /**
     * Of {@code systemd.user.sockets}.
     *
     * @param socketConfig directives of {@code [Socket]} by their own names
     * @param listenStreams one {@code ListenStream=} each, behind the others
     * @param listenDatagrams one {@code ListenDatagram=} each, behind those
     */
    record Socket(
            Section socketConfig,
            List<Located<String>> listenStreams,
            List<Located<String>> listenDatagrams)
            implements TypeOptions {
        public Socket {
            listenStreams = List.copyOf(listenStreams);
            listenDatagrams = List.copyOf(listenDatagrams);
        }
    }

    /** Of {@code systemd.user.paths}. */
    record PathUnit(Section pathConfig) implements TypeOptions {}

    /** Of {@code systemd.user.slices}. */
    record Slice(Section sliceConfig) implements TypeOptions {}

    /** Of {@code systemd.user.targets}, which have none of their own. */
    record Target() implements TypeOptions {}
}
