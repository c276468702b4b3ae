# Sourced by every program in it/ and bench/: where an instance's state lies, and how to run something in it.
#
# HEARTH_IT_STATE  directory of all state (/var/tmp/hearth-it): the root, the instances, logs
# HEARTH_IT_NAME   the instance that is meant (main); several run side by side under different names
# HEARTH_IMAGE     the image to test (dist/target/image)

IT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${HEARTH_IT_STATE:-/var/tmp/hearth-it}
IMAGE=${HEARTH_IMAGE:-$IT/../dist/target/image}
ROOT=$STATE/root
TOOLS=$STATE/tools

# Longest wait for a condition, in seconds, where a call names none: far above what an idle machine needs.
DEADLINE=${HEARTH_IT_DEADLINE:-30}

# use_instance NAME: make NAME the instance that all other functions mean.
use_instance() {
    export HEARTH_IT_NAME=$1
    INSTANCE=$STATE/instances/$1 # disk/ and work/ outlive a boot, run/ belongs to one
    RUN=$INSTANCE/run
}
use_instance "${HEARTH_IT_NAME:-main}"

# die MESSAGE: say what failed, and end.
die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# require_root: namespaces and real logins need it.
require_root() {
    [ "$(id -u)" = 0 ] || die "only root can do this"
}

# pid1: the host's pid of the instance's PID 1.
pid1() {
    cat "$RUN/pid1"
}

# is_up: whether the instance runs and has its own root: until then the paths of its PID 1 are the host's. A pid left over from
# before a reboot of the host is somebody else's by now.
is_up() {
    [ -s "$RUN/pid1" ] && [ -d "/proc/$(pid1)/root/run/it" ]
}

# manager: what the instance was booted with: hearth, systemd or rootless.
manager() {
    cat "$RUN/manager"
}

# cgroup: the directory in which the host sees the root of the instance's own cgroup tree.
cgroup() {
    echo "/proc/$(pid1)/root/sys/fs/cgroup"
}

# in_machine COMMAND...: run COMMAND as root in all of the instance's namespaces, in a cgroup outside every unit.
in_machine() (
    mkdir -p "$(cgroup)/outside"
    echo "$BASHPID" >"$(cgroup)/outside/cgroup.procs"
    exec nsenter -t "$(pid1)" -m -p -n -u -i -C -r -w -- env -i PATH="$MACHINE_PATH" HOME=/root LANG=C.UTF-8 \
        TERM="${TERM:-dumb}" "$@"
)
MACHINE_PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# uid_of USER: the numeric id that the instance gives USER.
uid_of() {
    in_machine id -u "$1"
}

# as_user USER COMMAND...: run COMMAND as USER without PAM, hence without a session.
as_user() {
    local user=$1 uid
    shift
    uid=$(uid_of "$user")
    in_machine setpriv --reuid "$uid" --regid "$uid" --init-groups \
        env HOME="/home/$user" USER="$user" LOGNAME="$user" SHELL=/bin/bash XDG_RUNTIME_DIR="/run/user/$uid" "$@"
}

# ssh_options: what a login on the instance's own loopback takes.
ssh_options=(-q -oStrictHostKeyChecking=no -oUserKnownHostsFile=/dev/null -oLogLevel=ERROR -i /root/.ssh/id)

# login_as USER [COMMAND]: a real login through sshd and PAM that ends with COMMAND; a shell without one.
login_as() {
    local user=$1
    shift
    in_machine ssh "${ssh_options[@]}" "$user@127.0.0.1" "$@"
}

# wait_until SECONDS COMMAND...: try COMMAND until it succeeds; fail with a message when SECONDS have passed.
wait_until() {
    local seconds=$1 end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ $SECONDS -ge $end ]; then
            echo "not within $seconds s: $*" >&2
            return 1
        fi
        sleep 0.02
    done
}

# on_disk COMMAND...: run COMMAND with the instance's disk as its working directory; the instance may be down.
on_disk() {
    if is_up; then
        (cd "/proc/$(pid1)/root" && "$@")
    else
        mkdir -p "$INSTANCE"/{disk,work,mount}
        unshare --mount --propagation private bash -c \
            'mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/disk,workdir=$2/work" "$2/mount"
             cd "$2/mount" && shift 2 && exec "$@"' on_disk "$ROOT" "$INSTANCE" "$@"
    fi
}

# throw_away: end the instance; its disk goes, and its cgroup.
throw_away() {
    local group
    ! is_up || "$IT/stop" >/dev/null
    if group=$(cat "$RUN/cgroup.path" 2>/dev/null); then
        rmdir "$group" "${group%/*}" 2>/dev/null || true # the latter when it was the last
    fi
    rm -rf --one-file-system "$INSTANCE"
}

# now_ms: the time in milliseconds.
now_ms() {
    local now=${EPOCHREALTIME/[.,]/}
    echo $((now / 1000))
}
