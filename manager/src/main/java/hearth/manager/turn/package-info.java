/**
 * One turn of a manager: an order or an event, and what follows from it until nothing is left to
 * do.
 */
package hearth.manager.turn;
