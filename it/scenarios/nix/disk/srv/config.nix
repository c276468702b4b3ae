{ ... }: {
  systemd.user.services.my-cool-user-service = {
    enable = true;
    after = [ "network.target" ];
    wantedBy = [ "default.target" ];
    description = "My Cool User Service";
    serviceConfig = { Type = "simple"; ExecStart = ''/bin/sleep infinity''; };
  };
  users.users.alice.linger = true;
}
