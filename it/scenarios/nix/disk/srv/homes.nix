# A service in bob's home, as home-manager declares it in a NixOS configuration; and bob lingers already.
{ ... }: {
  home-manager.users.bob.systemd.user.services.of-bob = {
    Unit.Description = "Of bob alone";
    Service.ExecStart = "/bin/sleep infinity";
    Install.WantedBy = [ "default.target" ];
  };
  users.users.bob.linger = true;
}
