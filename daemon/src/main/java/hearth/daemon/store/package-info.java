/** What services store with their manager, and who keeps copies of what a hand has. */
package hearth.daemon.store;
