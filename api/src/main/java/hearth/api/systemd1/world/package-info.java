/** What a manager's objects ask of the world around it. */
package hearth.api.systemd1.world;
