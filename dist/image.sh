#!/bin/sh
# image.sh TARGET KEEPER PAM: link the runtime image TARGET/image and train its AOT caches.
# Expects the application's modules in TARGET/modules, the keeper program KEEPER, the PAM module PAM, and JAVA_HOME set.
set -eu
target=$1 keeper=$2 pam=$3
here=$(dirname "$0")
image=$target/image

# train PROGRAM CACHE HEAP ARGUMENT...: let PROGRAM, in lib/PROGRAM.options, run once and write the AOT cache lib/CACHE.aot. A cache
# that was written with one size of heap serves others.
train() {
    program=$1 cache=$2 heap=$3
    shift 3
    "$image/bin/java" -XX:AOTCacheOutput="$image/lib/$cache.aot" "-Xmx$heap" @"$image/lib/$program.options" "$@" \
        >"$target/$cache.aot.log" 2>&1 || {
        cat "$target/$cache.aot.log" >&2
        exit 1
    }
}

rm -rf "$image" "$target/training"
# Resources stay uncompressed: they load faster, and the package compresses them better.
"$JAVA_HOME/bin/jlink" --module-path "$target/modules" --add-modules hearth.cli,hearth.daemon \
    --output "$image" --compress zip-0 --strip-debug --no-header-files --no-man-pages
rm "$image/bin/keytool"
# Not to be read: so the kernel keeps a hand that has executed it from its user, from its first instruction on.
install -m 711 "$keeper" "$image/lib/hearth-keeper"
install -m 644 "$pam" "$image/lib/pam_hearth.so"
cp -R "$here/bin" "$here/lib" "$here/units" "$image"
# Clients that a host may lack, in a place of their own: nobody's real ones are hidden by them.
mkdir "$image/lib/clients"
for client in systemctl loginctl journalctl systemd-run systemd-cat systemd-cgls systemd-notify systemd-analyze; do
    ln -s ../../bin/hearth "$image/lib/clients/$client"
done
mkdir "$image/share"
cp -R "$here/share/." "$here/root" "$image/share"
mkdir -p "$image/share/man"
cp "$here"/man/* "$image/share/man"

# With someone who is there on every machine, so that the name service is asked as well.
sed 's/# users.users.alice/users.users.root/' "$image/share/examples/services.nix" >"$target/training.nix"
train hearth hearth-nix 512m --train-nix "$target/training.nix"
# All that is in a cache is linked at each start, so commands without declarations have one of their own.
train hearth hearth 512m --train rehearsal
train hearthd hearthd 64m --train "$target/training"
"$image/bin/hearth" --write-pages "$image/share/pages"
mv "$image/share/pages/hearth.1" "$image/share/man"
mv "$image/share/pages" "$image/share/completions"
"$image/bin/hearth" --version
