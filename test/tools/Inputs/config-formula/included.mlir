leat.model @included {
  config @inner = 2 * gates - 1
}
