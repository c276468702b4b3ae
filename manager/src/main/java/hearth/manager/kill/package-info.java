/** How the processes of a unit are signalled. */
package hearth.manager.kill;
