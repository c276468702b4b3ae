package hearth.nix.packages;

import java.util.Map;

/** The programs of packages that are not called as the package is. */
final class MainPrograms {
    private static final Map<String, String> PROGRAMS =
            Map.ofEntries(
                    Map.entry("aria2", "aria2c"),
                    Map.entry("bashInteractive", "bash"),
                    Map.entry("borgbackup", "borg"),
                    Map.entry("coreutils", "ls"),
                    Map.entry("coreutils-full", "ls"),
                    Map.entry("dbus", "dbus-send"),
                    Map.entry("diffutils", "diff"),
                    Map.entry("emacs-nox", "emacs"),
                    Map.entry("findutils", "find"),
                    Map.entry("glib", "gdbus"),
                    Map.entry("gnugrep", "grep"),
                    Map.entry("gnumake", "make"),
                    Map.entry("gnupatch", "patch"),
                    Map.entry("gnupg", "gpg"),
                    Map.entry("gnused", "sed"),
                    Map.entry("gnutar", "tar"),
                    Map.entry("imagemagick", "convert"),
                    Map.entry("inetutils", "hostname"),
                    Map.entry("inotify-tools", "inotifywait"),
                    Map.entry("iproute2", "ip"),
                    Map.entry("iputils", "ping"),
                    Map.entry("kmod", "lsmod"),
                    Map.entry("libnotify", "notify-send"),
                    Map.entry("libsecret", "secret-tool"),
                    Map.entry("neovim", "nvim"),
                    Map.entry("networkmanager", "nmcli"),
                    Map.entry("networkmanagerapplet", "nm-applet"),
                    Map.entry("nettools", "netstat"),
                    Map.entry("nodejs", "node"),
                    Map.entry("openssh", "ssh"),
                    Map.entry("pipewire", "pw-cli"),
                    Map.entry("polkit", "pkexec"),
                    Map.entry("postgresql", "psql"),
                    Map.entry("procps", "ps"),
                    Map.entry("psmisc", "killall"),
                    Map.entry("pulseaudio", "pactl"),
                    Map.entry("python", "python3"),
                    Map.entry("python3Full", "python3"),
                    Map.entry("ripgrep", "rg"),
                    Map.entry("shadow", "passwd"),
                    Map.entry("systemd", "systemctl"),
                    Map.entry("util-linux", "mount"),
                    Map.entry("vim-full", "vim"),
                    Map.entry("wireplumber", "wpctl"),
                    Map.entry("wl-clipboard", "wl-copy"),
                    Map.entry("xdg-utils", "xdg-open"));

    private MainPrograms() {}

    /** Returns the program that a package is known for. */
    static String of(String packageName) {
        return PROGRAMS.getOrDefault(packageName, packageName);
    }
}
