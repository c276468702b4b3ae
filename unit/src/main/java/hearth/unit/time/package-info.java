/** Times as units write them: calendar expressions, and when they come next. */
package hearth.unit.time;
