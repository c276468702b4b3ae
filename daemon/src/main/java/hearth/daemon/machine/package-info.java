/** What the brain reads of the kernel for itself: cgroups, processes, the machine's names. */
package hearth.daemon.machine;
