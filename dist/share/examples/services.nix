# Users' services, declared: `hearth nix check services.nix` says what is wrong with it, `hearth nix diff` what it would
# change, and `sudo hearth nix apply` does it. What is no longer declared at the next apply is undone.
{ config, lib, pkgs, ... }:

let
  every = hours: "*-*-* 0/${toString hours}:00:00";
in
{
  # For all users of the machine: /etc/systemd/user/greeter.service.
  systemd.user.services.greeter = {
    description = "Says hello to whoever logs in";
    wantedBy = [ "default.target" ];
    serviceConfig = {
      Type = "simple";
      ExecStart = "${pkgs.coreutils}/bin/sleep infinity";
      Restart = "on-failure";
      RestartSec = 5;
    };
    environment.GREETING = "hello";
  };

  # A script of its own, and a time for it.
  systemd.user.services.tidy = {
    description = "Tidies up";
    unitConfig.ConditionUser = "!root";
    serviceConfig.Type = "oneshot";
    script = ''
      find "$HOME/.cache" -xdev -type f -atime +90 -delete
    '';
  };
  systemd.user.timers.tidy = {
    wantedBy = [ "timers.target" ];
    timerConfig = {
      OnCalendar = every 6;
      Persistent = true;
    };
  };

  systemd.user.slices.background-heavy.sliceConfig = lib.mkIf (config.systemd.user.services ? tidy) {
    CPUWeight = lib.mkDefault 20;
    MemoryMax = "2G";
  };

  # Services that stay when their owner logs out:
  # users.users.alice.linger = true;
}
