/** Timers: they start another unit when it is time. */
package hearth.manager.type.timer;
