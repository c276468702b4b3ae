{
  systemd.user.services.x = {
    description = "no semicolon"
    wantedBy = [ "default.target" ];
  };
}
