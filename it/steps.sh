# shellcheck shell=bash
# The words of a scenario, sourced by it/play. Each prints what it does as "WHO$ COMMAND", what was said, and "[N]" where the
# command ended with N other than 0. COMMAND is one string for bash.

# Where open sessions have their pipes, and the descriptors and process of each.
SESSIONS=''
declare -A SESSION_IN SESSION_OUT SESSION_PID

# steps_begin, steps_end: what every scenario needs before and after.
steps_begin() {
    SESSIONS=$(mktemp -d)
}
steps_end() {
    local name
    for name in "${!SESSION_PID[@]}"; do
        close_session "$name" >/dev/null
    done
    rm -r "$SESSIONS"
}

# say TEXT: a heading.
say() {
    printf '\n# %s\n' "$*"
}

# done_by WHO COMMAND...: run COMMAND..., whose last word is what WHO typed.
done_by() {
    local who=$1 status=0
    shift
    printf '\n%s$ %s\n' "$who" "${*: -1}"
    "$@" </dev/null 2>&1 || status=$?
    [ $status = 0 ] || echo "[$status]"
}

# root COMMAND: by root, outside every session.
root() {
    done_by root in_machine bash -c "$1"
}

# user USER COMMAND: by USER without a session (as from cron), with XDG_RUNTIME_DIR set.
user() {
    done_by "$1, no session" as_user "$1" bash -c "cd; $2" | sed '2s/\$ cd; /$ /'
}

# login USER COMMAND: a login through sshd that lasts as long as COMMAND.
login() {
    done_by "$1, login" login_as "$1" "$2"
}

# quietly COMMAND: by root, with nothing printed: what only prepares.
quietly() {
    in_machine bash -c "$1" >/dev/null 2>&1 </dev/null
}

# open_session NAME USER: log USER in, for the steps that follow; NAME is how they call that session.
open_session() {
    local name=$1 in out
    printf '\n(%s logs in: session %s)\n' "$2" "$name"
    mkfifo "$SESSIONS/$name.in" "$SESSIONS/$name.out"
    (
        close_others
        login_as "$2" "exec bash 2>&1"
    ) <"$SESSIONS/$name.in" >"$SESSIONS/$name.out" 2>/dev/null &
    SESSION_PID[$name]=$!
    exec {in}>"$SESSIONS/$name.in" {out}<"$SESSIONS/$name.out"
    SESSION_IN[$name]=$in SESSION_OUT[$name]=$out
    # The login is complete when its shell answers.
    ask "$name" true
}

# close_others: in a child, close the open sessions' pipes: whoever holds one keeps that session from ending.
close_others() {
    local descriptor
    for descriptor in "${SESSION_IN[@]}" "${SESSION_OUT[@]}"; do
        exec {descriptor}>&-
    done
}

# ask NAME COMMAND: have a session's shell run COMMAND; print what it says and return its status.
ask() {
    local line
    printf '{ %s\n} </dev/null; echo "[end $?]"\n' "$2" 1>&"${SESSION_IN[$1]}" 2>/dev/null || return 255
    while IFS= read -r -t "$DEADLINE" line <&"${SESSION_OUT[$1]}"; do
        if [[ $line =~ ^(.*)\[end\ ([0-9]+)\]$ ]]; then
            [ -z "${BASH_REMATCH[1]}" ] || echo "${BASH_REMATCH[1]}"
            return "${BASH_REMATCH[2]}"
        fi
        echo "$line"
    done
    echo "(the session does not answer)"
    return 255
}

# session NAME COMMAND: typed in an open session. What stays in the background has to leave the session's output.
session() {
    done_by "session $1" ask "$1" "$2"
}

# close_session NAME: the shell's end of file, and the wait for the whole login's end.
close_session() {
    printf '\n(session %s logs out)\n' "$1"
    local in=${SESSION_IN[$1]} out=${SESSION_OUT[$1]}
    exec {in}>&-
    wait "${SESSION_PID[$1]}"
    exec {out}<&-
    rm "$SESSIONS/$1.in" "$SESSIONS/$1.out"
    unset "SESSION_PID[$1]" "SESSION_IN[$1]" "SESSION_OUT[$1]"
}

# until_true COMMAND: wait until COMMAND, by root, succeeds; said only where it never does.
until_true() {
    wait_until "$DEADLINE" in_machine bash -c "$1" 2>&1
}

# until_user USER COMMAND: wait until COMMAND, by USER without a session, succeeds.
until_user() {
    wait_until "$DEADLINE" as_user "$1" bash -c "$2" 2>&1
}

# reboot: end the machine and boot it again, with the same disk.
reboot() {
    printf '\n(reboot)\n'
    "$IT/stop" >/dev/null
    # shellcheck disable=SC2086 # options are words
    "$IT/boot" $BOOT_OPTIONS >/dev/null
}

# served_by MANAGER: whether MANAGER (hearth, systemd, rootless) runs this machine: for steps that make sense for one only.
served_by() {
    [ "$(manager)" = "$1" ]
}
