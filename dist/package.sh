#!/bin/sh
# package.sh TARGET: pack TARGET/image and what belongs around it into a Debian package in TARGET.
# Expects VERSION set. DEB_COMPRESS=xz makes a release's package: a quarter smaller, and fifty times slower.
set -eu
target=${1:?usage: package.sh TARGET}
here=$(dirname "$0")
root=$target/deb

rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/lib" "$root/usr/bin" "$root/usr/sbin" "$root/etc/hearth"
cp -a "$target/image" "$root/usr/lib/hearth"
rm -r "$root/usr/lib/hearth/share/root"
cp -R "$here/root/." "$root"
mv "$root/usr/lib/hearth/share/hearth.conf" "$root/etc/hearth"
ln -s ../lib/hearth/bin/hearth "$root/usr/bin/hearth"
ln -s ../lib/hearth/bin/hearthd "$root/usr/sbin/hearthd"

# /usr/local is the administrator's: a package that wants its file in place of another's has dpkg divert that one.
find "$root/usr/local" -type f -printf '/usr/%P\n' >"$target/diverted"
diverted=$(tr '\n' ' ' <"$target/diverted")
cp -R "$root/usr/local/." "$root/usr"
rm -r "${root:?}/usr/local"

cat >"$root/DEBIAN/control" <<END
Package: hearth
Version: $(echo "$VERSION" | tr - '~')
Architecture: $(dpkg --print-architecture)
Maintainer: The hearth developers <maintainers@hearth.invalid>
Section: admin
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: libc6 (>= 2.36), libpam0g, libpam-runtime, dbus
Suggests: libpam-systemd, systemd, polkitd
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
dpkg-deb --build --root-owner-group -Z"${DEB_COMPRESS-zstd}" "$root" "$target"
