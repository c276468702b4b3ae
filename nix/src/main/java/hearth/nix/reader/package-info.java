/** Reads what files in the Nix language declare, on this machine. */
package hearth.nix.reader;
