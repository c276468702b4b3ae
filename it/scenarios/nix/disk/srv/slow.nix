# Takes long to stop, so that a second apply comes in between.
{
  systemd.user.services.slow = {
    wantedBy = [ "default.target" ];
    serviceConfig = {
      ExecStart = "/bin/sleep infinity";
      ExecStop = "/bin/sh -c 'until [ -e /tmp/go-on ]; do sleep 0.1; done'";
    };
  };
}
