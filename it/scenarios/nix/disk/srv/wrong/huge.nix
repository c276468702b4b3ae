{ lib, ... }: {
  systemd.user.services.x.description = lib.concatStrings (lib.genList (n: "0123456789") 10000000);
}
