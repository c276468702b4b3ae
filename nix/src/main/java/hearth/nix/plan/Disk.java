package hearth.nix.plan;

import hearth.nix.render.FileName;

/** The files that are there. */
@FunctionalInterface
public interface Disk {
    /** Returns what a name has now. */
    OnDisk at(FileName name);
}
