// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-expand-trainers

// trainer (C1): the loss is a scalar
leat.model @m {
  param @w : f32[4] = zeros
  func @loss(%x: f32[4]) -> (l: f32[4]) { %l = let @w * %x  return %l }
  // expected-error@+1 {{the first result of @loss must be a float scalar, got f32[4]}}
  trainer @fit minimizes @loss wrt(params) using sgd
}

// -----

// trainer (C1): the loss is a function
leat.model @m {
  // expected-note@+1 {{@w is a param}}
  param @w : f32 = zeros
  // expected-error@+1 {{there is no function @w in the model}}
  trainer @fit minimizes @w wrt(params) using sgd
}

// -----

// trainer (C2)
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{'@D.*' is no argument, and no float param or state of the model matches it}}
  trainer @fit minimizes @loss wrt(@D.*) using sgd
}

// -----

// trainer (C2): only params are learnt
leat.model @m {
  state @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{@w is no param; trainers change params only}}
  trainer @fit minimizes @loss wrt(@w) using sgd
}

// -----

// trainer (C3): optimizer
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{there is no optimizer 'adma'; there are sgd, nesterov, adam, adamw, and @names of the model's own}}
  trainer @fit minimizes @loss wrt(params) using adma
}

// -----

// trainer (C3): option of an optimizer
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{'sgd' has no option 'rate'; it has lr, momentum, weight_decay}}
  trainer @fit minimizes @loss wrt(params) using sgd(rate = 0.1)
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{options of an optimizer are given by name, as in (lr = 1e-3)}}
  trainer @fit minimizes @loss wrt(params) using sgd(0.1)
}

// -----

// trainer (C3): schedule
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{there is no schedule 'cosin'; there are constant, linear, cosine and step}}
  trainer @fit minimizes @loss wrt(params) using sgd(lr = cosin(0.1))
}

// -----

// trainer (C3): options of a schedule
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{the schedule 'cosine' takes value, end and warmup, got more}}
  trainer @fit minimizes @loss wrt(params) using sgd(lr = cosine(0.1, warm = 3))
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{the schedule needs a number for 'every'}}
  trainer @fit minimizes @loss wrt(params) using sgd(lr = step(0.1))
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{expected one number in clip_norm(...), got 2}}
  trainer @fit minimizes @loss wrt(params) using sgd clip_norm(1.0, 2.0)
}

// -----

// A schedule's option is a number.
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{the schedule needs a number for 'warmup', got 'long'}}
  trainer @fit minimizes @loss wrt(params) using sgd(lr = cosine(0.1, warmup = long))
}

// -----

// alternate (C2)
leat.model @m {
  param @a : f32 = zeros   param @b : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let (@a + @b) * %x  return %l }
  trainer @fit_a minimizes @loss wrt(@a) using sgd
  trainer @fit_all minimizes @loss wrt(params) using sgd
  // expected-error@+1 {{@fit_all changes @a, and so does @fit_a, expected trainers of different parameters}}
  alternate @both (1 @fit_a, 2 @fit_all)
}

// -----

// A rule that only fits scalars: its op is shown, and the trainer that uses it.
leat.model @m {
  param @w : f32[4] = zeros
  func @loss(%x: f32[4]) -> (l: f32) { %l = let sum(@w * %x)  return %l }
  optimizer @o(%w, %g) {
    // expected-error@+1 {{reshape: f32[4] does not have as many elements as f32}}
    %v = reshape %w, shape = []
    return %v }
  trainer @fit minimizes @loss wrt(params) using @o
}

// -----

// trainer (C3): a config that is no number
leat.model @m {
  config @fast = true
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{found 'true', expected a number or a schedule}}
  trainer @fit minimizes @loss wrt(params) using sgd(lr = fast)
}
