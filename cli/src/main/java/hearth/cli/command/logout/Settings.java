package hearth.cli.command.logout;

import hearth.cli.client.LoginManager;
import hearth.cli.client.SettingRow;
import hearth.cli.command.Action;
import hearth.cli.command.CommandFailure;
import hearth.cli.command.Context;
import hearth.cli.command.ExitStatus;
import hearth.cli.connection.CallRefused;
import hearth.cli.text.JsonArray;
import hearth.cli.text.Table;
import java.io.IOException;
import java.util.List;

/** {@code hearth settings}: what logins and logouts go by, and which file says so. */
public record Settings() implements Action {
    @Override
    public String purpose() {
        return "list the settings";
    }

    @Override
    public int perform(Context context) throws CommandFailure, CallRefused, IOException {
        try (LoginManager login = context.managers().loginManager()) {
            List<SettingRow> rows = login.settings();
            if (context.screen().isJson()) {
                context.screen()
                        .json(json -> {
                            JsonArray.objects(
                                    json,
                                    rows,
                                    row -> {
                                        json.writeStringProperty("name", row.name());
                                        json.writeStringProperty("value", row.value());
                                        json.writeStringProperty("file", row.file());
                                        json.writeNumberProperty("line", row.line());
                                    });
                        });
            } else {
                var table = new Table("SETTING", "VALUE", "FROM");
                rows.forEach(row ->
                        table.add(
                                row.name(),
                                row.value().isEmpty() ? "-" : row.value(),
                                row.origin()));
                table.write(context.screen());
            }
        }
        return ExitStatus.OK;
    }
}
