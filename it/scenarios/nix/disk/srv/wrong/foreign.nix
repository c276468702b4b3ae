{
  users.users.alice.linger = true;
}
