package hearth.cli.command.top;

/** A unit of one of several users. */
record UnitKey(String user, String unit) {}
