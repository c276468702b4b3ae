{ lib, ... }: {
  systemd.user.services.x.description = lib.removeSuffix "\n" (builtins.readFile ../motto);
  systemd.user.services.x.serviceConfig.ExecStart = "/bin/true";
}
