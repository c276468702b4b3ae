/** Why users linger: leases, listed, granted and revoked. */
package hearth.cli.command.linger;
