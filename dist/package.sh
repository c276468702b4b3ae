#!/bin/sh
# package.sh TARGET: pack TARGET/image and what belongs around it into Debian packages in TARGET: hearth, and libpam-hearth for machines
# that have no pam_systemd.
# Expects VERSION set. DEB_COMPRESS=xz makes a release's packages: a quarter smaller, and fifty times slower.
set -eu
: "${VERSION:?}"
target=${1:?usage: package.sh TARGET}
here=$(dirname "$0")
project=$here/..
version=$(echo "$VERSION" | tr - '~')
architecture=$(dpkg --print-architecture)

# control ROOT PACKAGE: write a package's control file; what is its alone comes from standard input.
control() {
    mkdir -p "$1/DEBIAN"
    {
        cat <<END
Package: $2
Version: $version
Architecture: $architecture
Maintainer: The hearth developers <maintainers@hearth.invalid>
Section: admin
Priority: optional
Installed-Size: $(du -sk "$1" | cut -f1)
END
        cat
    } >"$1/DEBIAN/control"
}

# documents ROOT PACKAGE: what each package has to have in /usr/share/doc.
documents() {
    mkdir -p "$1/usr/share/doc/$2"
    cp "$here/debian/copyright" "$1/usr/share/doc/$2"
    gzip -9n <"$project/CHANGELOG.md" >"$1/usr/share/doc/$2/changelog.gz"
}

# pages ROOT PAGE...: put manual pages of the image where man looks for them.
pages() {
    pages_root=$1
    shift
    for page; do
        directory=$pages_root/usr/share/man/man${page##*.}
        mkdir -p "$directory"
        gzip -9n <"$target/image/share/man/$page" >"$directory/$page.gz"
    done
}

# completions ROOT: put what shells complete by where they look for it.
completions() {
    made=$target/image/share/completions
    install -Dm 644 "$made/hearth.bash" "$1/usr/share/bash-completion/completions/hearth"
    install -Dm 644 "$made/_hearth" "$1/usr/share/zsh/vendor-completions/_hearth"
    install -Dm 644 "$made/hearth.fish" "$1/usr/share/fish/vendor_completions.d/hearth.fish"
}

# pack ROOT: make the package.
pack() {
    dpkg-deb --build --root-owner-group -Z"${DEB_COMPRESS-zstd}" "$1" "$target"
}

# hearth: the program, what starts it, and its configuration.
hearth() {
    root=$target/deb
    rm -rf "$root"
    mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/usr/sbin" "$root/etc/hearth"
    cp -a "$target/image" "$root/usr/lib/hearth"
    rm -r "$root/usr/lib/hearth/share/root" "$root/usr/lib/hearth/lib/pam_hearth.so"
    rm -r "$root/usr/lib/hearth/share/man" "$root/usr/lib/hearth/share/completions"
    cp -R "$here/root/." "$root"
    mv "$root/usr/lib/hearth/share/hearth.conf" "$root/etc/hearth"
    ln -s ../lib/hearth/bin/hearth "$root/usr/bin/hearth"
    ln -s ../lib/hearth/bin/hearthd "$root/usr/sbin/hearthd"
    documents "$root" hearth
    pages "$root" hearth.1 hearth-clients.1 hearthd.8 hearth.conf.5 linger-policy.conf.5
    completions "$root"

    # /usr/local is the administrator's: a package that wants its file in place of another's has dpkg divert that one.
    find "$root/usr/local" -type f -printf '/usr/%P\n' >"$target/diverted"
    diverted=$(tr '\n' ' ' <"$target/diverted")
    cp -R "$root/usr/local/." "$root/usr"
    rm -r "${root:?}/usr/local"

    control "$root" hearth <<END
Depends: libc6 (>= 2.36), libpam0g, libpam-runtime, dbus
Recommends: libpam-hearth | libpam-systemd
Suggests: systemd, polkitd
Conflicts: elogind
Description: user services and lingering without systemd as init
 Every user's own service manager: systemd's unit files, its D-Bus interfaces, sessions, lingering and the
 ending of what a logout leaves behind, where another program is PID 1. systemctl --user, loginctl, systemd-run
 and pam_systemd work with it unmodified. Brings its own Java runtime.
END
    find "$root/etc" -type f -printf '/etc/%P\n' >"$root/DEBIAN/conffiles"
    for script in preinst postinst prerm postrm; do
        sed -e "s|@DIVERTED@|${diverted% }|" -e "/^@CALL@\$/{r $here/debian/call
            d}" "$here/debian/$script" >"$root/DEBIAN/$script"
        chmod 755 "$root/DEBIAN/$script"
    done
    pack "$root"
}

# libpam_hearth: the PAM module, and its place among PAM's rules.
libpam_hearth() {
    root=$target/deb-pam
    rm -rf "$root"
    # The name of the processor is that of its libraries' directory, on whatever has a JDK 25.
    security=$root/usr/lib/$(uname -m | sed s/ppc64le/powerpc64le/)-linux-gnu/security
    mkdir -p "$security" "$root/usr/share/pam-configs"
    install -m 644 "$target/image/lib/pam_hearth.so" "$security"
    install -m 644 "$here/pam/pam-config" "$root/usr/share/pam-configs/hearth"
    documents "$root" libpam-hearth
    pages "$root" pam_hearth.8
    control "$root" libpam-hearth <<END
Depends: libc6 (>= 2.36), libpam0g, libpam-runtime, hearth
Description: PAM module for user services without systemd as init
 Makes a session of each login: with it the user's services start, and end after the last logout. What
 pam_systemd is to systemd, without the packages that make systemd a machine's init. Does nothing where
 pam_systemd has made a session.
END
    for script in postinst prerm; do
        install -m 755 "$here/pam/$script" "$root/DEBIAN/$script"
    done
    pack "$root"
}

hearth
libpam_hearth
