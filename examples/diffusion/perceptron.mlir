// A perceptron that is told the time, for include: for N points of D coordinates, and a time for
// each, it gives D numbers for each. The time goes into every hidden layer, as sines and cosines of
// many frequencies behind a layer of their own (Vaswani et al. 2017; Ho et al. 2020, appendix B).
leat.model @perceptron {
  block @dense(%x: f32[N, I]) config(O) -> (y) {
    param @weight : f32[O, I] = kaiming_normal     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @hidden(%x: f32[N, I], %time: f32[N, K]) config(O) -> (y) {
    %a = apply @dense as fc (%x) {O = O}     %b = apply @dense as time (%time) {O = O}
    %y = let silu(%a + %b)
    return %y }
  block @perceptron(%x: f32[N, D], %t: f32[N]) config(H, E, Layers) -> (y) {
    %w = let timestep_embedding(1000 * %t, dim = E)
    %u = apply @dense as time (%w) {O = E}     %e = let silu(%u)
    %h0 = apply @hidden as in (%x, %e) {O = H}
    %h = repeat Layers apply @hidden as layer (%h0, %e) {O = H}
    %y = apply @dense as out (%h) {O = D}
    return %y }
}
