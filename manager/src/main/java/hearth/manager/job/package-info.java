/** Jobs and transactions: what is to be done to which unit, in which order. */
package hearth.manager.job;
