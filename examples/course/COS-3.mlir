// COS-3: how gradients travel through deep networks: sigmoid against ReLU.
//
//   h_{k+1} = act(W_k h_k),  h_0 = x,  L = sum(h_depth)
//   dL/dh_k = W_k^T (act'(W_k h_k) dL/dh_{k+1})
//
// Source: COS 514, assignment 3. A sigmoid's slope is 1/4 at most, and the gradient vanishes with
// the depth. A ReLU's is 0 or 1: with He's initialisation its length stays about the same. But a
// unit that is negative on all data (here by an offset of -10) has the gradient 0 for ever; a leaky
// one has not.
leat.model @propagation {
  config @slope = 0.1      // of the leaky ReLU
  config @offset = -10     // of the dead unit

  // Row k of %e is added to h_{k+1}: at 0 the gradient by it is dL/dh_{k+1}.
  func @L_sigmoid(%x: f64[D], %W: f64[depth, D, D], %e: f64[depth, D]) -> (L: f64) {
    %h = for %k = 1 to depth carry(%a = %x) over(%Wk = %W, %ek = %e) {
      %next = let sigmoid(linear(%a, %Wk)) + %ek
      yield %next }
    %L = sum %h
    return %L }
  func @L_relu(%x: f64[D], %W: f64[depth, D, D], %e: f64[depth, D]) -> (L: f64) {
    %h = for %k = 1 to depth carry(%a = %x) over(%Wk = %W, %ek = %e) {
      %next = let relu(linear(%a, %Wk)) + %ek
      yield %next }
    %L = sum %h
    return %L }
  func @L_leaky(%x: f64[D], %W: f64[depth, D, D], %e: f64[depth, D]) -> (L: f64) {
    %h = for %k = 1 to depth carry(%a = %x) over(%Wk = %W, %ek = %e) {
      %next = let leaky_relu(linear(%a, %Wk), slope = slope) + %ek
      yield %next }
    %L = sum %h
    return %L }

  // log10 of the lengths of dL/dh_0 and of dL/dh in the middle.
  func @log10_norms(%dx: f64[D], %de: f64[depth, D]) -> (first: f64, middle: f64) {
    %gradients = let concat(reshape(%dx, shape = [1, D]), %de) // by h_0, h_1, ..., h_depth
    %lengths = let log(vector_norm(%gradients, axis = 1)) / log(10)
    %middle = let floor_div(i64(depth), 2)
    %at_first = let %lengths[0]
    %at_middle = let %lengths[%middle]
    return %at_first, %at_middle }

  // A unit that is never positive, with weights %w for the first inputs.
  func @dead_relu(%w: f64[U], %inputs: f64[U]) -> (y: f64) {
    %y = let relu(sum(%w * %inputs) + offset)
    return %y }
  func @dead_leaky(%w: f64[U], %inputs: f64[U]) -> (y: f64) {
    %y = let leaky_relu(sum(%w * %inputs) + offset, slope = slope)
    return %y }

  func @main(%x: f64[D], %W_sigmoid: f64[depth, D, D], %W_relu: f64[depth, D, D],
             %W_leaky: f64[depth, D, D], %w: f64[2] = [0.5, -0.2])
      -> (log10_grad_norm_sigmoid: f64, log10_grad_norm_mid_sigmoid: f64,
          log10_grad_norm_relu: f64, log10_grad_norm_mid_relu: f64,
          log10_grad_norm_leaky: f64, log10_grad_norm_mid_leaky: f64,
          dead_relu_grad: f64[2], leaky_grad: f64[2]) {
    %e = full 0 : f64[depth, D]
    %L1, %dx1, %de1 = grad @L_sigmoid(%x, %W_sigmoid, %e) wrt(x, e)
    %sigmoid, %sigmoid_mid = let @log10_norms(%dx1, %de1)
    %L2, %dx2, %de2 = grad @L_relu(%x, %W_relu, %e) wrt(x, e)
    %relu, %relu_mid = let @log10_norms(%dx2, %de2)
    %L3, %dx3, %de3 = grad @L_leaky(%x, %W_leaky, %e) wrt(x, e)
    %leaky, %leaky_mid = let @log10_norms(%dx3, %de3)

    %inputs = slice %x, axis = 0, stop = 2
    %y1, %dead = grad @dead_relu(%w, %inputs) wrt(w)
    %y2, %alive = grad @dead_leaky(%w, %inputs) wrt(w)
    return %sigmoid, %sigmoid_mid, %relu, %relu_mid, %leaky, %leaky_mid, %dead, %alive }
}
