package hearth.cli.command.nix.report;

import hearth.nix.apply.ManagedUser;
import hearth.nix.apply.Owner;
import hearth.nix.apply.Progress;
import hearth.nix.apply.Prospect;
import hearth.nix.apply.UserSwitch;
import hearth.nix.plan.FileChange;
import hearth.nix.plan.LingerPlan;
import hearth.nix.plan.Refusal;
import hearth.nix.plan.UnitAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** What would happen, or was done, for a program: one object for each owner. */
public final class ApplyJson implements Progress {
    private final Owner owner;
    private final String name;
    private final Map<String, String> failures = new HashMap<>();
    private final List<String> unreachable = new ArrayList<>();

    /** Gathers what is done for an owner of that name. */
    public ApplyJson(Owner owner, String name) {
        this.owner = owner;
        this.name = name;
    }

    @Override
    public void switched(ManagedUser user, UnitAction action, Optional<String> failure) {
        failure.ifPresent(why -> failures.put(key(user, action), why));
    }

    @Override
    public void lingered(LingerPlan.Change change, Optional<String> failure) {
        failure.ifPresent(why -> failures.put(key(change), why));
    }

    @Override
    public void unreachable(ManagedUser user, String why) {
        unreachable.add(user.name() + ": " + why);
    }

    private static String key(ManagedUser user, UnitAction action) {
        return user.name() + " " + action.kind().word() + " " + action.unit();
    }

    private static String key(LingerPlan.Change change) {
        return change.user() + " linger";
    }

    /**
     * Writes it all.
     *
     * @param isDone whether it was done
     */
    public void write(JsonGenerator json, Prospect prospect, boolean isDone) {
        json.writeStartObject();
        json.writeStringProperty("owner", name);
        json.writeBooleanProperty("changes", !prospect.isEmpty());
        json.writeBooleanProperty("applied", isDone);
        json.writeArrayPropertyStart("files");
        prospect.files().changes().forEach(change -> write(json, change));
        json.writeEndArray();
        json.writeArrayPropertyStart("units");
        prospect.switches().forEach(user -> write(json, user));
        json.writeEndArray();
        json.writeArrayPropertyStart("linger");
        prospect.linger().changes().forEach(change -> write(json, change));
        json.writeEndArray();
        json.writeArrayPropertyStart("refused");
        prospect.files().refusals().forEach(refusal -> write(json, refusal));
        json.writeEndArray();
        json.writeArrayPropertyStart("warnings");
        prospect.warnings().forEach(json::writeString);
        unreachable.forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, FileChange change) {
        json.writeStartObject();
        json.writeStringProperty("path", owner.path(change.name()));
        json.writeStringProperty(
                "change",
                switch (change) {
                    case FileChange.Create create -> "create";
                    case FileChange.Replace replace -> "replace";
                    case FileChange.Delete delete -> "delete";
                });
        json.writeStringProperty("diff", FileText.difference(owner, change));
        json.writeEndObject();
    }

    private void write(JsonGenerator json, UserSwitch user) {
        for (UnitAction action : user.plan().actions()) {
            json.writeStartObject();
            json.writeStringProperty("user", user.user().name());
            json.writeStringProperty("action", action.kind().word());
            json.writeStringProperty("unit", action.unit());
            json.writeStringProperty("reason", action.reason());
            writeFailure(json, key(user.user(), action));
            json.writeEndObject();
        }
    }

    private void write(JsonGenerator json, LingerPlan.Change change) {
        json.writeStartObject();
        json.writeStringProperty("user", change.user());
        json.writeBooleanProperty("on", change.isOn());
        json.writeStringProperty("reason", change.reason());
        writeFailure(json, key(change));
        json.writeEndObject();
    }

    private void writeFailure(JsonGenerator json, String key) {
        Optional.ofNullable(failures.get(key))
                .ifPresent(why -> json.writeStringProperty("failure", why));
    }

    private void write(JsonGenerator json, Refusal refusal) {
        json.writeStartObject();
        json.writeStringProperty("path", owner.path(refusal.name()));
        json.writeStringProperty("reason", refusal.reason());
        json.writeStringProperty("declared", refusal.position().toString());
        json.writeBooleanProperty("adoptable", refusal.isAdoptable());
        json.writeEndObject();
    }
}
