/** Manual page and completions, made of the same model as the help texts. */
package hearth.cli.page;
