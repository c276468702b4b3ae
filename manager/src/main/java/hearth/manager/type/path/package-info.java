/** Path units: they start another unit when something happens to a file. */
package hearth.manager.type.path;
