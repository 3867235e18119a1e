leat.model @n {
  parm @w : f32 = ones
}
