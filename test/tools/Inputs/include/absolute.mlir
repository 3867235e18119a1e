leat.model @n {
  include "/etc/passwd"
}
