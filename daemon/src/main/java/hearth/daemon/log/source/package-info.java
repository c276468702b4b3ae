/** What has entries for logs beside services' pipes, and how much of it is kept. */
package hearth.daemon.log.source;
