# shellcheck shell=bash
# Sourced by every program in it/ and bench/: where an instance's state lies, and how to run something in it.
#
# These programs run as root and write into roots of their own. So that nothing of the host is ever written to, whatever
# fails or is missing: a root is an argument and stands in every path; before anything is written below it, it is
# looked at whether it/root/build made it (require_ours); and what is written into a root that users may have been in is
# written by a program that is confined to it (on_disk), for they leave links. Nothing relies on `set -e` where bash
# switches it off: in functions that are called with `||`, `&&` or `if`.
#
# HEARTH_IT_STATE  directory of all state (/var/tmp/hearth-it): the root, the instances, logs
# HEARTH_IT_NAME   the instance that is meant (main); several run side by side under different names
# HEARTH_IMAGE     the image to test (dist/target/image)

shopt -s inherit_errexit # else $(...) goes on after what fails in it

# shellcheck disable=SC2034 # those who source this read them
{
    IT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    STATE=${HEARTH_IT_STATE:-/var/tmp/hearth-it}
    IMAGE=${HEARTH_IMAGE:-$IT/../dist/target/image}
    ROOT=$STATE/root
    TOOLS=$STATE/tools

    # Longest wait for a condition, in seconds, where a call names none: far above what an idle machine needs.
    DEADLINE=${HEARTH_IT_DEADLINE:-30}
}

# die MESSAGE: say what failed, and end.
die() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# What only a root that it/root/build has made has.
MARKER=etc/hearth-it-root

# use_instance NAME: make NAME the instance that all other functions mean.
use_instance() {
    [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9_-]*$ ]] || die "an instance's name is letters, digits, _ and -, not: $1"
    export HEARTH_IT_NAME=$1
    INSTANCE=$STATE/instances/$1 # disk/ and work/ outlive a boot, run/ belongs to one
    RUN=$INSTANCE/run
}
use_instance "${HEARTH_IT_NAME:-main}"

# require_root: namespaces and real logins need it.
require_root() {
    [ "$(id -u)" = 0 ] || die "only root can do this"
}

# require_ours ROOT: end where ROOT is not a root that it/root/build has made.
require_ours() {
    [ -e "$1/$MARKER" ] || die "$1 is not a root of it/root/build's: nothing is written there"
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

# on_disk COMMAND...: run COMMAND confined to the instance's disk, in its /; the instance may be down.
on_disk() {
    if is_up; then
        confined "/proc/$(pid1)/root" "$@"
    else
        mkdir -p "$INSTANCE"/{disk,work,mount} &&
            unshare --mount --propagation private bash -euc \
                '. "$1/lib.sh"
                mount -t overlay overlay -o "lowerdir=$ROOT,upperdir=$INSTANCE/disk,workdir=$INSTANCE/work" "$INSTANCE/mount"
                shift
                confined "$INSTANCE/mount" "$@"' on_disk "$IT" "$@"
    fi
}

# confined ROOT COMMAND...: run COMMAND with ROOT as its /, where that is one of ours.
confined() {
    require_ours "$1"
    chroot "$1" /usr/bin/env -i PATH="$MACHINE_PATH" LANG=C.UTF-8 "${@:2}"
}

# put_program FILE: put a program of the host's into the instance's /usr/local/bin.
put_program() {
    on_disk bash -euc 'cat >"/usr/local/bin/$1"; chmod 755 "/usr/local/bin/$1"' put_program "${1##*/}" <"$1"
}

# throw_away: end the instance; its disk goes, and its cgroup.
throw_away() {
    local group
    ! is_up || "$IT/stop" >/dev/null
    if group=$(cat "$RUN/cgroup.path" 2>/dev/null); then
        rmdir "$group" "${group%/*}" 2>/dev/null || true # the latter when it was the last
    fi
    rm -rf --one-file-system "${INSTANCE:?}"
}

# now_ms: the time in milliseconds.
now_ms() {
    local now=${EPOCHREALTIME/[.,]/}
    echo $((now / 1000))
}
