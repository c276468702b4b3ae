/** What the bus shows of the world around a manager: cgroups, processes, the machine, logs. */
package hearth.daemon.world;
