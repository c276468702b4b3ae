{ lib, ... }: {
  systemd.user.services.x.description = lib.removeSuffix "\n" (builtins.readFile ../motto);
}
