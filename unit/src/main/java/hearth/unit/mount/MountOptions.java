package hearth.unit.mount;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Options of a mount as fstab(5) has them, with commas between.
 *
 * @param text the whole
 */
public record MountOptions(String text) {
    /** What only says when a mount is wanted; mount(8) need not know. */
    private static final Set<String> ABOUT_START = Set.of("nofail", "fail", "noauto", "auto");

    private static final Set<String> NETWORK_TYPES =
            Set.of(
                    "afs",
                    "ceph",
                    "cifs",
                    "gfs",
                    "gfs2",
                    "glusterfs",
                    "lustre",
                    "ncp",
                    "ncpfs",
                    "nfs",
                    "nfs4",
                    "ocfs2",
                    "orangefs",
                    "pvfs2",
                    "smb3",
                    "smbfs",
                    "sshfs");

    /** Returns whether one of the options is there, with a value or without. */
    public boolean has(String option) {
        return Arrays.stream(text.split(","))
                .anyMatch(one -> one.equals(option) || one.startsWith(option + "="));
    }

    /** Returns the options without those that say when the mount is wanted. */
    public MountOptions ofMount() {
        return new MountOptions(
                Arrays.stream(text.split(","))
                        .filter(one -> !one.isEmpty() && !ABOUT_START.contains(one))
                        .collect(Collectors.joining(",")));
    }

    /** Returns whether a mount with these options shows a directory that is elsewhere already. */
    public boolean isBind(String type) {
        return has("bind") || has("rbind") || type.equals("bind") || type.equals("rbind");
    }

    /** Returns whether a mount with these options needs the network. */
    public boolean isNetwork(String type) {
        String bare = type.startsWith("fuse.") ? type.substring("fuse.".length()) : type;
        return has("_netdev") || NETWORK_TYPES.contains(bare);
    }
}
