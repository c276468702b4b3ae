/** What becomes of faults: who caused one, who waits for it, and what the next brain is told. */
package hearth.daemon.fault;
