/** Commands about units: what there is, what it is like, and what is ordered without a job. */
package hearth.cli.command.unit;
