// RUN: leat-opt %s -split-input-file -verify-diagnostics

// block (C1), apply (C1), repeat (C1): what is read in the short form is gone
"leat.model"() <{sym_name = "m"}> ({
  // expected-error@+1 {{is left over, expected the short form of a model, where blocks are instantiated}}
  "leat.block"() <{sym_name = "b", arg_names = [], arg_types = [], result_names = [], result_types = [], configs = [], defaults = {}}> ({
    "leat.return"() : () -> ()
  }) : () -> ()
}) : () -> ()

// -----

// block (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) { %y = apply @b as b (%x)  return %y }
  block @b(%x: f32) -> (y) {
    // expected-error@+1 {{can not stand in a block; param, state and const can}}
    config @H = 8
    return %x }
}

// -----

// block (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) { %y = apply @b as b (%x)  return %y }
  block @b(%x: f32) -> (y) {
    // expected-error@+1 {{gives 2 values, but block @b has 1 results}}
    return %x, %x }
}

// -----

// block (C3)
leat.model @m {
  // expected-error@+1 {{config 'O' stands twice}}
  block @b(%x: f32) config(O, O = 1) -> (y) { return %x }
}

// -----

leat.model @m {
  // expected-error@+1 {{expected a number, true, false, a config or an extent as the default of 'O'}}
  block @b(%x: f32) config(O = [1]) -> (y) { return %x }
}

// -----

// block (C4)
leat.model @m {
  // expected-note@+1 {{applied here as 'net'}}
  func @f(%x: f32[N]) -> (y: f32[N]) { %y = apply @b as net (%x)  return %y }
  block @b(%x: f32[D]) -> (y) {
    // expected-error@+1 {{the extent 'D' of f32[D] is not known where the block is applied}}
    param @w : f32[D] = ones
    %y = let %x * @w
    return %y }
}

// -----

// block (C4)
leat.model @m {
  // expected-note@+1 {{applied here as 'net'}}
  func @f(%x: f32[4]) -> (y: f32[4]) { %y = apply @b as net (%x)  return %y }
  block @b(%x: f32[D]) -> (y) {
    // expected-error@+1 {{the extent 'E' of f32[E] is neither a config of the model nor an extent of the function's signature}}
    param @w : f32[E] = ones
    %y = let %x * @w
    return %y }
}

// -----

// A config that is no size.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) { %y = apply @b as net (%x) {E = 0.5}  return %y }
  block @b(%x: f32[D]) config(E) -> (y) {
    // expected-error@+1 {{has the extent 'E', a config = 5.000000e-01 : f64, expected an integer that is not negative}}
    param @w : f32[E] = ones
    return %x }
}

// -----

// block (C5)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) { %y = apply @b as net (%x)  return %y }
  block @b(%x: f32[D]) -> (y) {
    %y = apply @c as c (%x)
    return %y }
  block @c(%x: f32[D]) -> (y) {
    // expected-error@+1 {{block @b applies itself}}
    %y = apply @b as b (%x)
    return %y }
}

// -----

// block (C5)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{applies blocks more than 10000 times in all}}
    %y = repeat 10001 apply @b as net (%x)
    return %y }
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// apply (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{there is no block @dens in the model}}
    %y = apply @dens as net (%x)
    return %y }
  // expected-note@+1 {{did you mean @dense?}}
  block @dense(%x: f32[D]) -> (y) { return %x }
}

// -----

// apply (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{block @b takes 1 argument, got 2}}
    %y = apply @b as net (%x, %x)
    return %y }
  // expected-note@+1 {{@b is declared here}}
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// apply (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{block @b has 1 results, 2 are named}}
    %y, %z = apply @b as net (%x)
    return %y }
  // expected-note@+1 {{@b is declared here}}
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// apply (C2)
leat.model @m {
  func @f(%x: f64[4]) -> (y: f32[4]) {
    // expected-error@+1 {{argument 'x' of @net.apply is f32[D], got f64[4]}}
    %y = apply @b as net (%x)
    return %y }
  // expected-note@+1 {{'x' is declared here}}
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// apply (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{block @b has no config 'P'}}
    %y = apply @b as net (%x) {P = 4}
    return %y }
  // expected-note@+1 {{@b is declared here}}
  block @b(%x: f32[D]) config(O = 1) -> (y) { return %x }
}

// -----

// apply (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{gives no value for the config 'O' of block @b}}
    %y = apply @b as net (%x)
    return %y }
  block @b(%x: f32[D]) config(O) -> (y) { return %x }
}

// -----

// apply (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'Q' is neither a config of the block around nor of the model, nor an extent of that block's arguments}}
    %y = apply @b as net (%x) {O = Q}
    return %y }
  block @b(%x: f32[D]) config(O) -> (y) { return %x }
}

// -----

// apply (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{expected a number, true, false, a config or an extent as 'O'}}
    %y = apply @b as net (%x) {O = [1]}
    return %y }
}

// -----

// apply (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{config 'O' is given twice}}
    %y = apply @b as net (%x) {O = 1, O = 2}
    return %y }
}

// -----

// apply (C4)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{it is applied here}}
    %y = apply @b as net (%x) {O = 1}
    // expected-error@+1 {{'net' is @b with other configs, expected another name}}
    %z = apply @b as net (%y) {O = 2}
    return %z }
  block @b(%x: f32[D]) config(O) -> (y) { return %x }
}

// -----

// apply (C4)
leat.model @m {
  // expected-note@+1 {{@net.w is declared here}}
  param @net.w : f32 = ones
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{the block is applied here}}
    %y = apply @b as net (%x)
    return %y }
  block @b(%x: f32[D]) -> (y) {
    // expected-error@+1 {{becomes @net.w, which the model declares already}}
    param @w : f32 = ones
    return %x }
}

// -----

// repeat (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{repeats 0 : i64 times, expected a positive integer}}
    %y = repeat 0 apply @b as net (%x)
    return %y }
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// repeat (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{expected how often to apply the block: an integer or a config}}
    %y = repeat 1.5 apply @b as net (%x)
    return %y }
}

// -----

// repeat (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{block @b has 2 results and takes 1 argument: it can not be repeated}}
    %y = repeat 2 apply @b as net (%x)
    return %y }
  // expected-note@+1 {{@b is declared here}}
  block @b(%x: f32[D]) -> (y, z) { return %x, %x }
}

// -----

// An error in a block is told at its line, and from where it comes.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{applied here as 'net'}}
    %y = apply @outer as net (%x)
    return %y }
  block @outer(%x: f32[D]) -> (y) {
    // expected-note@+1 {{applied here as 'net.in'}}
    %y = apply @b as in (%x) {O = 3}
    return %y }
  block @b(%x: f32[D]) config(O) -> (y) {
    param @w : f32[O] = ones
    // expected-error@+1 {{add: shapes do not broadcast: f32[4] and f32[3]}}
    %y = let %x + @w
    return %y }
}

// -----

// A shape that depends on itself.
leat.model @m {
  func @f() -> (y: f32[4]) {
    // expected-error@+1 {{reads @net.w before the block that declares it is applied}}
    %x = let @net.w * 2
    // expected-note@+1 {{it is applied here}}
    %y = apply @b as net (%x)
    return %y }
  block @b(%x: f32[D]) -> (y) {
    param @w : f32[D] = ones
    %y = let %x * @w
    return %y }
}

// -----

// A block is not a function.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{there is no function @b in the model}}
    %y = call @b(%x)
    return %y }
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// block (C3)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = apply @b as net (%x)
    return %y }
  // expected-error@+1 {{the default 'E' is neither a config of the block in front of it nor of the model, nor an extent of the block's arguments}}
  block @b(%x: f32[D]) config(O = E) -> (y) { return %x }
}

// -----

// apply (C3): extents of a function of the model are known too late
leat.model @m {
  func @f(%x: f32[N]) -> (y: f32[N]) {
    // expected-error@+1 {{'N' is neither a config of the block around nor of the model, nor an extent of that block's arguments}}
    %y = apply @b as net (%x) {O = N}
    return %y }
  block @b(%x: f32[D]) config(O) -> (y) { return %x }
}

// -----

// apply (C3): an extent that is not known here
leat.model @m {
  // expected-note@+1 {{applied here as 'net'}}
  func @f(%x: f32[N]) -> (y: f32[N]) { %y = apply @b as net (%x)  return %y }
  block @b(%x: f32[D]) -> (y) {
    // expected-error@+1 {{the config 'O' gets the extent 'D', which is not known where the block around is applied}}
    %y = apply @c as c (%x) {O = D}
    return %y }
  block @c(%x: f32[E]) config(O) -> (y) {
    param @w : f32[O] = ones
    %y = let %x + sum(@w)
    return %y }
}

// -----

// apply (C4): an extent is another config than a number
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = apply @d as net (%x)
    return %y }
  block @d(%x: f32[D]) -> (y) {
    // expected-note@+1 {{it is applied here}}
    %b = repeat 1 apply @c as e (%x) {O = 4}
    // expected-error@+1 {{'net.e.0' is @c with other configs, expected another name}}
    %y = apply @c as e.0 (%b) {O = D}
    return %y }
  block @c(%x: f32[E]) config(O) -> (y) {
    %y = let %x * O
    return %y }
}

// -----

// An extent that is a config has one size.
leat.model @m {
  func @f(%x: f32[4], %z: f32[5]) -> (y: f32[4], u: f32[5]) {
    %y = apply @b as net (%x)
    // expected-error@+1 {{argument 'x' of @net.apply is f32[4], got f32[5]}}
    %u = apply @b as net (%z)
    return %y, %u }
  // expected-note@+1 {{'x' is declared here}}
  block @b(%x: f32[D]) -> (y) {
    %y = apply @c as c (%x) {O = D}
    return %y }
  block @c(%x: f32[E]) config(O) -> (y) {
    %y = let %x * O
    return %y }
}

// -----

// A config that is true is no extent.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = apply @b as net (%x) {O = true}
    return %y }
  block @b(%x: f32[D]) config(O) -> (y) {
    // expected-error@+1 {{has the extent 'O', a config = true, expected an integer that is not negative}}
    param @w : f32[O] = ones
    return %x }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'every' says which applications of a 'repeat' belong together, expected 'checkpoint' alone}}
    %y = apply @b as net (%x) checkpoint(every = 2)
    return %y }
}

// -----

// repeat (C4)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{expected how many applications belong together: an integer or a config}}
    %y = repeat 4 apply @b as net (%x) checkpoint(every = 0.5)
    return %y }
}

// -----

// repeat (C4)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'every' is 0 : i64, expected a positive integer}}
    %y = repeat 4 apply @b as net (%x) checkpoint(every = 0)
    return %y }
  block @b(%x: f32[D]) -> (y) { return %x }
}

// -----

// repeat (C2): an extent does not say how often
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) { %y = apply @b as net (%x)  return %y }
  block @b(%x: f32[D]) -> (y) {
    // expected-error@+1 {{repeats @D times, expected a positive integer}}
    %y = repeat D apply @c as c (%x)
    return %y }
  block @c(%x: f32[D]) -> (y) { return %x }
}
