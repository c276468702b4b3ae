/** What the brain writes down before it acts: the state that the next brain takes over. */
package hearth.daemon.state;
