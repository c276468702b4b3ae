/** What administrators configure: hearth.conf, and logind.conf with its drop-ins. */
package hearth.daemon.configuration;
