# Two units, of which a small disk has room for one.
{ lib, ... }: {
  systemd.user.services.a.serviceConfig.ExecStart = "/bin/sleep infinity";
  systemd.user.services.b = {
    environment.LONG = lib.concatStrings (lib.genList (n: "0123456789") 10000);
    serviceConfig.ExecStart = "/bin/sleep infinity";
    wantedBy = [ "default.target" ];
  };
}
