"""measure.py SECONDS: how bob is served meanwhile; prints one line of "name value" pairs.

In an instance, as root: `systemctl --user is-active` as bob again and again, and logins as bob through
sshd beside it, one after the other.
"""

import os
import subprocess
import sys
import threading
import time

BOB = 2002
PATIENCE = 30  # seconds until a call or a login counts as unanswered: clients give up after 25
LOGIN = "ssh -q -oStrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null -i /root/.ssh/id bob@127.0.0.1"
# A login without a session is none: pam_systemd gives up silently.
COMMAND = 'test -n "$XDG_SESSION_ID"'


def timed(command, **named):
    """How long a command took in milliseconds, and whether it succeeded."""
    start = time.monotonic()
    try:
        status = subprocess.run(
            command, timeout=PATIENCE, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, check=False, **named).returncode
    except subprocess.TimeoutExpired:
        status = -1
    return (time.monotonic() - start) * 1000, status == 0


def ask():
    return timed(
        ["systemctl", "--user", "is-active", "basic.target"],
        user=BOB, group=BOB, extra_groups=[], env={**os.environ, "XDG_RUNTIME_DIR": f"/run/user/{BOB}"})


def log_in():
    return timed([*LOGIN.split(), COMMAND])


def repeat(step, pause, end, results):
    while not results or time.monotonic() < end:
        results.append(step())
        time.sleep(pause)


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main():
    end = time.monotonic() + float(sys.argv[1])
    calls, logins = [], []
    threads = [
        threading.Thread(target=repeat, args=(ask, 0.02, end, calls)),
        threading.Thread(target=repeat, args=(log_in, 0.5, end, logins)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = [ms for ms, _ in calls]
    print(
        "calls", len(calls), "unanswered", sum(not good for _, good in calls),
        "p50", round(quantile(took, 0.5)), "p99", round(quantile(took, 0.99)),
        "logins", len(logins), "refused", sum(not good for _, good in logins),
        "login", round(max(ms for ms, _ in logins)))


main()
