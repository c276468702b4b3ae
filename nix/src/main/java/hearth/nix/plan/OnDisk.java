package hearth.nix.plan;

import hearth.nix.render.FileContent;

/** What a name has on the disk now. */
public sealed interface OnDisk {

    /** Nothing. */
    record Missing() implements OnDisk {}

    /** A regular file or a link. */
    record Present(FileContent content) implements OnDisk {}

    /**
     * Something that must not be replaced.
     *
     * @param what for people: "is a directory", "lies behind the link /etc/systemd/user/x.wants"
     */
    record Untouchable(String what) implements OnDisk {}
}
