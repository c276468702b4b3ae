/** The interfaces of the manager and its jobs, with unit files and queries. */
package hearth.api.systemd1.manager;
