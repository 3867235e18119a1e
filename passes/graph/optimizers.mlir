// The optimizers that ship with the compiler. A trainer names one of these, or an
// optimizer of the model's own file. %w is the parameter, %g its gradient, what follows
// are slots with their initial values; `step` counts updates from 1.
leat.model @optimizers {
  // v = momentum v + g;  w = w - lr v   (PyTorch's convention; weight decay is added to g)
  optimizer @sgd(%w, %g, %v = zeros) config(lr = 0.01, momentum = 0.0, weight_decay = 0.0) {
    %d = let %g + weight_decay * %w
    %v1 = let momentum * %v + %d
    %w1 = let %w - lr * %v1
    return %w1, %v1 }
  // Nesterov's: the gradient looks one momentum step ahead.
  optimizer @nesterov(%w, %g, %v = zeros) config(lr = 0.01, momentum = 0.9, weight_decay = 0.0) {
    %d = let %g + weight_decay * %w
    %v1 = let momentum * %v + %d
    %w1 = let %w - lr * (%d + momentum * %v1)
    return %w1, %v1 }
  // Kingma & Ba 2015, Algorithm 1.
  optimizer @adam(%w, %g, %m = zeros, %v = zeros) config(lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
    %m1 = let beta1 * %m + (1 - beta1) * %g
    %v1 = let beta2 * %v + (1 - beta2) * %g * %g
    %w1 = let %w - lr * (%m1 / (1 - beta1 ** step)) / (sqrt(%v1 / (1 - beta2 ** step)) + eps)
    return %w1, %m1, %v1 }
  // Loshchilov & Hutter 2019, Algorithm 2: the decay does not pass through the moments.
  optimizer @adamw(%w, %g, %m = zeros, %v = zeros) config(lr = 0.001, beta1 = 0.9, beta2 = 0.999, eps = 1e-8, weight_decay = 0.01) {
    %m1 = let beta1 * %m + (1 - beta1) * %g
    %v1 = let beta2 * %v + (1 - beta2) * %g * %g
    %w1 = let %w * (1 - lr * weight_decay) - lr * (%m1 / (1 - beta1 ** step)) / (sqrt(%v1 / (1 - beta2 ** step)) + eps)
    return %w1, %m1, %v1 }
}
