// UDL-19.4: the Boltzmann policy.
//
//   pi(a) = exp(q_a / tau) / sum_b exp(q_b / tau),   H = -sum_a pi(a) log pi(a)
//
// Source: Understanding Deep Learning, problem 19.4. As tau goes to 0 the policy becomes the greedy
// one and its entropy 0; as tau grows it becomes uniform, with entropy log A. log pi is taken as a
// log-softmax, which neither overflows nor loses what is near 0.
leat.model @boltzmann {
  func @main(%q: f64[A], %taus: f64[T] = [0.05, 0.5, 1, 10]) -> (pi: f64[T, A], entropy: f64[T]) {
    %log_pi = let log_softmax(%q / unsqueeze(%taus, axis = 1), axis = 1)
    %pi = exp %log_pi
    %H = let -sum(%pi * %log_pi, axis = 1)
    return %pi, %H }
}
