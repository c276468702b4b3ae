# shellcheck shell=bash
# Sourced by run and test, which have set NAME: what building takes, and how it is got.

# What building takes, as "a program or file:the package that has it".
# shellcheck disable=SC2034 # theirs
BUILD_TOOLS=(gcc:gcc make:make mvn:maven /usr/include/errno.h:libc6-dev)

# A package that has a JDK, where the distribution has one.
JDK_PACKAGE=openjdk-25-jdk-headless

# have [--jdk] TOOL:PACKAGE...: install all that is missing, or say in one message what it is.
have() {
    local tool missing=() no_jdk=
    if [ "$1" = --jdk ]; then
        shift
        ./build --jdk >/dev/null 2>&1 || no_jdk=yes
    fi
    for tool; do
        command -v "${tool%:*}" >/dev/null || [ -e "${tool%:*}" ] || missing+=("${tool#*:}")
    done
    [ ${#missing[@]} -gt 0 ] || [ "$no_jdk" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        [ ! "$no_jdk" ] || missing+=("a JDK 25")
        say_missing "${missing[@]}"
    fi
    apt-get -qq update
    if [ "$no_jdk" ] && apt-cache show "$JDK_PACKAGE" >/dev/null 2>&1; then
        missing+=("$JDK_PACKAGE")
        no_jdk=
    fi
    [ ! "$no_jdk" ] || say_missing "${missing[@]}" "a JDK 25, which this distribution has not"
    echo "$NAME: installing ${missing[*]}"
    DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "${missing[@]}" >/dev/null
}

# say_missing THING...: say what is missing, and end.
say_missing() {
    local thing list=
    for thing; do
        list+="${list:+, }$thing"
    done
    echo "$NAME: missing here: $list" >&2
    [ "${thing#a JDK}" = "$thing" ] ||
        echo "$NAME: that is any OpenJDK from 25 on, unpacked below /usr/lib/jvm, or wherever JAVA_HOME points" >&2
    exit 1
}
