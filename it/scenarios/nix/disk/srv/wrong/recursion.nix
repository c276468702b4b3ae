{ config, ... }: {
  systemd.user.services.x.description = config.systemd.user.services.x.description + "!";
}
