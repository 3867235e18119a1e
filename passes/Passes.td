//===- Passes.td - every pass, in the order of the stages -*- tablegen -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_PASSES_TD
#define LEAT_PASSES_PASSES_TD

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// graph: leat to leat
//===----------------------------------------------------------------------===//

def FlattenLetPass : Pass<"leat-flatten-let", "::mlir::ModuleOp"> {
  let summary = "Replace expressions by their ops and configs by their numbers";
  let description = [{
    A `let` becomes the ops that it holds. Reading a config becomes a number. A
    constant becomes a function that computes it once, beside its declaration.

    ```mlir
    %y = let relu(%x) * 2
    // becomes
    %0 = relu %x
    %1 = number 2 : f32
    %y = mul %0, %1
    ```
  }];
}

def ExpandTrainersPass : Pass<"leat-expand-trainers", "::mlir::ModuleOp"> {
  let summary = "Turn trainers into functions that hold a whole training step";
  let description = [{
    A trainer becomes a function of the loss's arguments: value and gradients, clipping,
    the optimizer's rule for every parameter, moving averages. Slots become states
    `<trainer>.<slot>.<param>`, the number of the step `<trainer>.step`, and the number of
    steps that are planned, which schedules read, `<trainer>.total`.
  }];
}

def ResolveModesPass : Pass<"leat-resolve-modes", "::mlir::ModuleOp"> {
  let summary = "Decide whether layers train or infer";
  let description = [{
    Functions that are reached in training mode and hold layers that behave differently
    there are cloned; `batch_norm` and `dropout` become plain ops of the one or the other
    mode.
  }];
}

def ThreadStatePass : Pass<"leat-thread-state", "::mlir::ModuleOp"> {
  let summary = "Make functions pure: state becomes arguments and results";
  let description = [{
    What a function reads, itself or through calls, becomes arguments behind its own;
    what it writes becomes results behind its own, in the order of declaration.
    Random draws take the current value of their generator as a key, and advance it.
    Bundles dissolve into their tensors.

    ```mlir
    func @f(%x: f32[4]) -> (y: f32[4]) { %w = get @w  %y = mul %w, %x  return %y }
    // becomes
    func @f(%x: f32[4], %w: f32[4] {leat.state = @w}) -> (y: f32[4]) { %y = mul %w, %x  return %y }
    ```
  }];
}

def SpecializePass : Pass<"leat-specialize", "::mlir::ModuleOp"> {
  let summary = "Clone functions for the extents of their calls";
  let description = [{
    The entries (by default every public function) get the sizes of `extents` for their
    named extents; functions that they call are cloned for the types they are called with.
    All extents are numbers afterwards.
  }];
  let options = [
    ListOption<"entries", "entries", "std::string", "names of the functions that are compiled">,
    ListOption<"extents", "extents", "std::string", "sizes of extents, as NAME=SIZE">
  ];
}

def DifferentiatePass : Pass<"leat-differentiate", "::mlir::ModuleOp"> {
  let summary = "Expand gradients, innermost first";
  let description = [{
    Reverse mode on the graph: the callee is cloned and its calls are inlined; ops are
    visited backwards, and each one's vector-Jacobian product is asked for. What does not
    lie between an argument of `wrt` and the first result is left alone.
  }];
}

def InlinePass : Pass<"leat-inline", "::mlir::ModuleOp"> {
  let summary = "Replace calls by the functions' bodies";
  let description = [{
    Private functions that are left without callers are dropped. Recursion is an error.
  }];
}

def DecomposePass : Pass<"leat-decompose", "::mlir::ModuleOp"> {
  let summary = "Say layers and losses in simpler ops";
}

#endif // LEAT_PASSES_PASSES_TD
