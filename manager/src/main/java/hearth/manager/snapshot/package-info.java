/** What outlives the brain, in words. */
package hearth.manager.snapshot;
