/** What [Install] asks for, and what enable and its like would change. */
package hearth.unit.install;
