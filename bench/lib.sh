# shellcheck shell=bash
# Sourced by bench/run and its figures: measuring on a machine that others may use.
#
# A figure (bench/figures/NAME) is a file of functions: `prepare` (once, the machine is up), `measure` (one run; prints lines of
# "metric unit value") and `clean`. It measures whatever manager runs the instance, by the same means.

. "$(dirname "${BASH_SOURCE[0]}")/../it/lib.sh"

# What others may use of the CPUs during a kept run, in percent; how often a disturbed run is tried again; and how long to wait for
# a quiet second, in seconds.
MAX_FOREIGN=${BENCH_MAX_FOREIGN:-10}
TRIES=${BENCH_TRIES:-3}
QUIET_WAIT=${BENCH_QUIET_WAIT:-60}

# The people of the figures: u0001 with uid 3001, and so on.
FIRST_UID=3001

# person N: the name of the Nth; person_uid N: the uid.
person() {
    printf 'u%04d' "$1"
}
person_uid() {
    echo $((FIRST_UID + $1 - 1))
}

# add_people N: have u0001 to uN on the instance's disk, each with an empty unit directory.
add_people() {
    on_disk bash -c '
        for ((i = 1; i <= $1; i++)); do
            name=$(printf u%04d $i) uid=$(($2 + i - 1))
            grep -q "^$name:" etc/passwd && continue
            echo "$name:x:$uid:$uid::/home/$name:/bin/bash" >>etc/passwd
            echo "$name:x:$uid:" >>etc/group
            echo "$name:*:19000:0:99999:7:::" >>etc/shadow
            mkdir -p home/$name/.config/systemd/user
            chown -R $uid:$uid home/$name
            chmod 750 home/$name
        done' add_people "$1" $FIRST_UID
}

# give_services N: an enabled `sleep infinity` in default.target for each of the first N people, and no unit else.
give_services() {
    on_disk bash -c '
        for ((i = 1; i <= $1; i++)); do
            name=$(printf u%04d $i) uid=$(($2 + i - 1))
            units=home/$name/.config/systemd/user
            rm -rf $units
            mkdir -p $units/default.target.wants
            printf "[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=default.target\n" >$units/t.service
            ln -s ../t.service $units/default.target.wants/
            chown -R $uid:$uid home/$name/.config
        done' give_services "$1" $FIRST_UID
}

# let_linger N: linger files for the first N people, and for nobody else. For a machine that is down.
let_linger() {
    on_disk bash -c '
        mkdir -p var/lib/systemd/linger
        rm -f var/lib/systemd/linger/*
        for ((i = 1; i <= $1; i++)); do touch "var/lib/systemd/linger/$(printf u%04d $i)"; done' let_linger "$1"
}

# tree: the machine's cgroup tree as the host names it; it can be asked while the machine still boots.
tree() {
    echo "$(cat "$RUN/cgroup.path")/machine"
}

# cpu_ms CGROUP: the CPU time that a cgroup has used, in milliseconds.
cpu_ms() {
    awk '$1 == "usage_usec" { printf "%.3f\n", $2 / 1000 }' "$1/cpu.stat"
}

# own_cpu_ms: the CPU time of the machine but for the clients that bench runs in it.
own_cpu_ms() {
    echo "$(cpu_ms "$(tree)") $(cpu_ms "$(tree)/outside" 2>/dev/null || echo 0)" | awk '{ print $1 - $2 }'
}

# service_cgroup N: where u000N's service runs.
service_cgroup() {
    local uid
    uid=$(person_uid "$1")
    echo "$(tree)/user.slice/user-$uid.slice/user@$uid.service/app.slice/t.service"
}

# pause SECONDS: wait without starting a process.
exec {PAUSE}<> <(:)
pause() {
    read -r -t "$1" -u "$PAUSE" || true
}

# until_there PATH SECONDS: wait until PATH exists, without disturbing the machine.
until_there() {
    local end=$((SECONDS + $2))
    until [ -e "$1" ]; do
        [ $SECONDS -lt $end ] || die "$1 is not there after $2 s"
        pause 0.001
    done
}

# machine_memory_kb: the memory of the machine that cannot be had back, its processes' own and the kernel's for them, in kB. Counted by the
# memory controller, v2 or v1; where there is none, the whole host's, which is right on a quiet one only.
machine_memory_kb() {
    local group
    group=$(cat "$RUN/memory.path")
    if [ -e "$(tree)/memory.stat" ]; then
        awk '/^(anon|shmem|kernel_stack|pagetables|percpu|slab_unreclaimable) / { sum += $2 } END { print int(sum / 1024) }' "$(tree)/memory.stat"
    elif [ -n "$group" ]; then
        echo 0 >"$group/memory.force_empty" # caches; what is left of the kernel's part is in use,
        pause 1                             # but for what the kernel frees a moment later
        { sed -n 's/^total_\(rss\|shmem\) //p' "$group/memory.stat" && cat "$group/memory.kmem.usage_in_bytes"; } |
            awk '{ sum += $1 } END { print int(sum / 1024) }'
    else
        awk '/^(AnonPages|Shmem|SUnreclaim|PageTables|KernelStack|Percpu):/ { sum += $2 } END { print sum }' /proc/meminfo
    fi
}

# pids_below CGROUP: the host's pids of all processes in it.
pids_below() {
    find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null
}

# pss_kb CGROUP: the proportional memory of all processes in it, in kB.
pss_kb() {
    local pid
    for pid in $(pids_below "$1"); do
        grep -s ^Pss: "/proc/$pid/smaps_rollup"
    done | awk '{ sum += $2 } END { print sum + 0 }'
}

# cpu_clock: busy, all and own CPU milliseconds of the host so far.
cpu_clock() {
    local user nice system idle iowait irq softirq steal
    read -r _ user nice system idle iowait irq softirq steal _ </proc/stat
    echo $(((user + nice + system + irq + softirq + steal) * 10)) \
        $(((user + nice + system + idle + iowait + irq + softirq + steal) * 10)) \
        "$(cpu_ms "$(cat "$RUN/cgroup.path")" 2>/dev/null || echo 0)"
}

# foreign BEFORE AFTER: the share of the CPUs, in percent, that others used between two cpu_clocks.
foreign() {
    awk -v before="$1" -v after="$2" 'BEGIN {
        split(before, b); split(after, a)
        own = a[3] - b[3]; if (own < 0) own = a[3]
        all = a[2] - b[2]
        share = all ? 100 * (a[1] - b[1] - own) / all : 0
        printf "%.0f\n", share < 0 ? 0 : share }'
}

# await_quiet: wait for a second in which others leave the machine alone, QUIET_WAIT seconds at most.
await_quiet() {
    local before second
    for ((second = 0; second < QUIET_WAIT; second++)); do
        before=$(cpu_clock)
        sleep 1
        [ "$(foreign "$before" "$(cpu_clock)")" -gt "$MAX_FOREIGN" ] || return 0
    done
}

# measure_quietly: one run of the figure's measure; again, up to TRIES times, where others took too much meanwhile.
measure_quietly() {
    local attempt before share
    for ((attempt = 1; ; attempt++)); do
        await_quiet
        before=$(cpu_clock)
        measure >"$RESULTS/measured" || return
        share=$(foreign "$before" "$(cpu_clock)")
        if [ "$share" -le "$MAX_FOREIGN" ] || [ "$attempt" -ge "$TRIES" ]; then
            cat "$RESULTS/measured"
            echo "others' share of the CPUs|%|$share"
            return
        fi
    done
}

# medians: "metric|unit|value" lines to "metric|unit|median|runs", in the order in which metrics first came.
medians() {
    awk -F'|' '
        !($1 in unit) { order[++metrics] = $1; unit[$1] = $2 }
        { value[$1, ++runs[$1]] = $3 + 0 }
        END {
            for (m = 1; m <= metrics; m++) {
                name = order[m]; n = runs[name]
                for (i = 2; i <= n; i++)
                    for (j = i; j > 1 && value[name, j] < value[name, j - 1]; j--) {
                        swap = value[name, j]; value[name, j] = value[name, j - 1]; value[name, j - 1] = swap
                    }
                median = n % 2 ? value[name, (n + 1) / 2] : (value[name, n / 2] + value[name, n / 2 + 1]) / 2
                printf "%s|%s|%.6g|%d\n", name, unit[name], median, n
            }
        }'
}

# said METRIC UNIT VALUE: one measured value.
said() {
    echo "$1|$2|$3"
}

# program NAME: put a program of bench/ into the machine's /usr/local/bin.
program() {
    put_program "$BENCH/$1"
}
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
