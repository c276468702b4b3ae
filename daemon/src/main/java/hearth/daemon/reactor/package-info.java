/** The reactor: one thread, one epoll; it reads, frames and posts, and never waits elsewhere. */
package hearth.daemon.reactor;
