{ pkgs, ... }: {
  systemd.user.services.x.serviceConfig.ExecStart = "${pkgs.nosuchprogram}/bin/nosuchprogram";
}
