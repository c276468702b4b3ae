{
  systemd.user.services.x = {
    after = [ "network" ];
    wantedBy = [ "multi-user.target" ];
    serviceConfig.ExecStart = "/bin/true";
  };
}
