{
  disabledModules = [ "services/desktops/pipewire/pipewire.nix" ];
  systemd.user.services.x.serviceConfig.ExecStart = "/bin/true";
}
