/** What a setting is: how its text is read, how values meet, and what it looks like on the bus. */
package hearth.unit.setting;
