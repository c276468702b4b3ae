/** Service units: the machine, its definition and its record. */
package hearth.manager.type.service;
