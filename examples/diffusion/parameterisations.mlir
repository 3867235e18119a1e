// What a network may predict, and how one prediction follows from another.
//
//   x = a x_0 + s eps,   a = sqrt(alpha_bar),   s = sqrt(1 - alpha_bar)
//   noise  eps = (x - a x_0) / s           Ho, Jain & Abbeel (2020)
//   data   x_0 = (x - s eps) / a
//   v      v = a eps - s x_0,   so that   x_0 = a x - s v,   eps = s x + a v
//                                          Salimans & Ho (2022), appendix D
//   score  grad log p_t(x) = -eps / s      Song et al. (2021); Vincent (2011)
// Of a network F of Karras et al. (2022), table 1 and eq. 7, for x = x_0 + sigma eps:
//   x_0 = c_skip x + c_out F(c_in x, log(sigma) / 4),   c_in = 1 / sqrt(sigma^2 + sigma_data^2)
//   c_skip = sigma_data^2 c_in^2,   c_out = sigma sigma_data c_in
// The columns of its variables are those of x here times a: sigma = s / a.
leat.model @parameterisations {
  config @sigma_data = 0.5

  func @data_from_noise(%x: f32[N, D], %eps: f32[N, D], %ab: f32) -> (x0: f32[N, D]) {
    %x0 = let (%x - sqrt(1 - %ab) * %eps) / sqrt(%ab)
    return %x0 }
  func @noise_from_data(%x: f32[N, D], %x0: f32[N, D], %ab: f32) -> (eps: f32[N, D]) {
    %eps = let (%x - sqrt(%ab) * %x0) / sqrt(1 - %ab)
    return %eps }
  func @v_from_noise(%x: f32[N, D], %eps: f32[N, D], %ab: f32) -> (v: f32[N, D]) {
    %v = let sqrt(%ab) * %eps - sqrt(1 - %ab) * @data_from_noise(%x, %eps, %ab)
    return %v }
  func @noise_from_v(%x: f32[N, D], %v: f32[N, D], %ab: f32) -> (eps: f32[N, D]) {
    %eps = let sqrt(1 - %ab) * %x + sqrt(%ab) * %v
    return %eps }
  func @data_from_v(%x: f32[N, D], %v: f32[N, D], %ab: f32) -> (x0: f32[N, D]) {
    %x0 = let sqrt(%ab) * %x - sqrt(1 - %ab) * %v
    return %x0 }
  func @score_from_noise(%eps: f32[N, D], %ab: f32) -> (score: f32[N, D]) {
    %score = let -%eps / sqrt(1 - %ab)
    return %score }
  func @noise_from_score(%score: f32[N, D], %ab: f32) -> (eps: f32[N, D]) {
    %eps = let -sqrt(1 - %ab) * %score
    return %eps }

  // What goes into the network F, and the data that its output means.
  func @edm_input(%x: f32[N, D], %sigma: f32) -> (input: f32[N, D]) {
    %input = let %x / sqrt(%sigma ** 2 + sigma_data ** 2)
    return %input }
  func @edm_data(%x: f32[N, D], %F: f32[N, D], %sigma: f32) -> (x0: f32[N, D]) {
    %c = let 1 / sqrt(%sigma ** 2 + sigma_data ** 2)
    %x0 = let sigma_data ** 2 * %c ** 2 * %x + %sigma * sigma_data * %c * %F
    return %x0 }
}
