{
  systemd.user.services.x.description = let more = text: more (text + text); in more "x";
}
