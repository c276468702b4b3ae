/** How answers look: colours, times, sizes, tables, JSON. */
package hearth.cli.text;
