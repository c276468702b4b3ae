/** What clients may ask for. */
package hearth.manager.call;
