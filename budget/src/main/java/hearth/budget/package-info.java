/** Budgets: one table of limits, one place where what users make grow is charged and released. */
package hearth.budget;
