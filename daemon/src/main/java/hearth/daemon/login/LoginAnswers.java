package hearth.daemon.login;

import hearth.api.login1.Login1;
import hearth.dbus.DescriptorList;
import hearth.linux.Descriptors;
import hearth.login.host.CallId;
import hearth.login.host.CreatedSession;
import hearth.login.host.LingerVerdict;
import hearth.login.host.LoginEffect;
import hearth.login.host.LoginError;

/** Carries login's answers to its objects. */
public final class LoginAnswers implements LoginInstance.Replies {
    private final Login1 objects;
    private final Descriptors descriptors;

    /** Makes one for the objects that are asked. */
    public LoginAnswers(Login1 objects, Descriptors descriptors) {
        this.objects = objects;
        this.descriptors = descriptors;
    }

    @Override
    public void created(CallId call, CreatedSession session, int fifo) {
        objects.replyCreateSession(
                call, session, DescriptorList.owning(descriptors::closeQuietly, fifo));
    }

    @Override
    public void inhibited(CallId call, int end) {
        objects.replyInhibit(call, DescriptorList.owning(descriptors::closeQuietly, end));
    }

    @Override
    public void granted(CallId call, String lease) {
        objects.replyGrant(call, lease);
    }

    @Override
    public void mayLinger(CallId call, LingerVerdict verdict) {
        objects.replyMayLinger(call, verdict);
    }

    @Override
    public void done(CallId call) {
        objects.reply(call);
    }

    @Override
    public void failed(CallId call, LoginError error) {
        objects.replyError(call, error);
    }

    @Override
    public void signal(LoginEffect.Signal signal) {
        objects.tell(signal);
    }
}
