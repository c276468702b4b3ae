package hearth.daemon.bus;

import hearth.daemon.FakeBrain;
import hearth.daemon.training.PlayedBus;
import hearth.daemon.training.Stage;
import hearth.dbus.Message;
import hearth.dbus.Signature;
import hearth.linux.ErrnoException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A played message bus that answers at once, or when the test lets it. */
public final class PuppetBus extends PlayedBus {
    private final FakeBrain fake;
    private final Deque<Message> held = new ArrayDeque<>();
    private final List<Message> heard = new ArrayList<>();
    private final Map<String, Integer> uids = new HashMap<>();
    private String heldMember = "";
    private String refusedMember = "";
    private String rivalsName = "";

    public PuppetBus(FakeBrain fake, String address) throws ErrnoException {
        super(Stage.of(fake.brain()), address);
        this.fake = fake;
    }

    /** Answers no call of this name until {@link #letGo}. */
    void hold(String member) {
        heldMember = member;
    }

    /** Returns how many calls wait for an answer. */
    int heldCount() {
        return held.size();
    }

    /** Answers every call of this name with a failure; none where it is empty. */
    public void refuse(String member) {
        refusedMember = member;
    }

    /** Lets another client own a name. */
    public void giveAway(String name) {
        rivalsName = name;
    }

    @Override
    protected boolean isOwned(String name) {
        return name.equals(rivalsName);
    }

    /** Answers the first call that was held. */
    void letGo() {
        super.asked(held.remove());
        fake.settle();
    }

    /** Passes a message to hearthd as from another client. */
    public void pass(Message message, String sender) {
        send(message.withSender(sender));
        fake.settle();
    }

    /** Returns what hearthd has sent that was not for the bus itself. */
    public List<Message> heard() {
        return heard;
    }

    /** Says from now on that a sender is this user. */
    public void introduce(String sender, int uid) {
        uids.put(sender, uid);
    }

    private Message credentials(Message call, int uid) {
        return Message.reply(call)
                .withBody(
                        Signature.of("a{sv}"),
                        out ->
                                out.openArray()
                                        .entry("UnixUserID", Signature.UINT32, w -> w.uint32(uid))
                                        .entry("ProcessID", Signature.UINT32, w -> w.uint32(1))
                                        .closeArray());
    }

    @Override
    protected void asked(Message call) {
        String member = call.member().orElse("");
        if (member.equals("GetConnectionCredentials") && !member.equals(heldMember)) {
            Integer uid = uids.get(call.reader().string());
            if (uid != null) {
                send(credentials(call, uid));
                return;
            }
        }
        if (member.equals(refusedMember)) {
            send(Message.error(call, "org.freedesktop.DBus.Error.AccessDenied", "no"));
        } else if (member.equals(heldMember)) {
            held.add(call);
        } else {
            super.asked(call);
        }
    }

    @Override
    protected void heard(Message message) {
        heard.add(message);
    }
}
