/** A kernel in memory for the tests of other modules. */
package hearth.linux.fake;
