/** What an image's AOT cache is trained with. */
package hearth.cli.training;
