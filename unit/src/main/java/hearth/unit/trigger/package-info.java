/** What starts other units: times, paths and addresses, as settings have them. */
package hearth.unit.trigger;
