{
  users.users.nosuch.linger = true;
}
