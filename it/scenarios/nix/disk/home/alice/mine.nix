{ pkgs, ... }: {
  systemd.user.services.mine = {
    wantedBy = [ "default.target" ];
    environment.GREETING = "hello from a script";
    script = ''
      echo "$GREETING"
      exec ${pkgs.coreutils}/bin/sleep infinity
    '';
  };
}
