/** Objects as tables of interfaces over paths. */
package hearth.dbus.object;
