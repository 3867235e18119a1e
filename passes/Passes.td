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
  let summary = "Expand gradients, tangents and lanes, innermost first";
  let description = [{
    On the graph: the callee is cloned and its calls are inlined. For `grad` and `vjp`, ops
    are visited backwards, and each one's vector-Jacobian product is asked for; for `jvp`
    forwards, and its Jacobian-vector product stands behind it. What does not lie between
    an argument of `wrt` and a result is left alone. For `vmap`, ops that depend on an
    argument with lanes are asked for their batching rule. `jacobian` and `hessian` are a
    `vmap` over `jvp` or `vjp`. A call of a function with a `custom_vjp` stays until what
    calls it is differentiated; so does a call with `checkpoint`, which `grad` and `vjp`
    compute again behind barriers (Checkpoint.cpp).
  }];
  let options = [
    Option<"keep", "keep", "int64_t", "-1",
           "bytes that a gradient may keep, as estimated, or as few as it can; -1: all that it wants">
  ];
}

def InlinePass : Pass<"leat-inline", "::mlir::ModuleOp"> {
  let summary = "Replace calls by the functions' bodies";
  let description = [{
    Private functions that are left without callers are dropped. Recursion is an error.
  }];
}

def DecomposePass : Pass<"leat-decompose", "::mlir::ModuleOp"> {
  let summary = "Say layers and losses in simpler ops";
  let description = [{
    A tensor that an op needs on its way may be larger than the op's own: one of more than
    2^48 elements is an error.
  }];
}

def HoistInvariantsPass : Pass<"leat-hoist-invariants", "::mlir::ModuleOp"> {
  let summary = "Move ops that do not depend on their loop out of it";
  let description = [{
    An op whose operands come from outside of a loop runs once before it, if the result
    is no larger than what it is computed from: a trip then reads no more than it did.
    Where a loop may run not at all, ops that can fail stay.

    ```mlir
    %y = for %t = 1 to 9 carry(%a = %x) { %m = matmul %u, %v  %b = mul %a, %m  yield %b }
    // becomes
    %m = matmul %u, %v
    %y = for %t = 1 to 9 carry(%a = %x) { %b = mul %a, %m  yield %b }
    ```
  }];
}

def FoldLetPass : Pass<"leat-fold-let", "::mlir::ModuleOp"> {
  let summary = "Put ops back into expressions that a person can read";
  let description = [{
    The inverse of `leat-flatten-let`, and the last pass of `--emit graph`. A value
    without a name that is used once moves into the expression that uses it, up to a
    readable width; every other op that an expression may hold becomes a `let` of its
    own. Numbers are written where they are used. The text that is printed then is a
    model again.

    ```mlir
    %0 = relu %x
    %1 = number 2 : f32
    %y = mul %0, %1
    // becomes
    %y = let relu(%x) * 2
    ```
  }];
}

//===----------------------------------------------------------------------===//
// kernel: groups of ops
//===----------------------------------------------------------------------===//

def MergeUpdatesPass : Pass<"leat-merge-updates", "::mlir::ModuleOp"> {
  let summary = "Update states that stand together as one tensor";
  let description = [{
    States of one float type that follow each other in the slab, and whose new values are
    the same elementwise function of each, become one argument and one result: an
    optimizer's step is one kernel. Gradients are packed as the states are.

    ```mlir
    func @fit(%w: f32[4,8] {leat.state = @w}, %b: f32[16] {leat.state = @b}) -> (..) {
      %w1 = sub %w, %gw   %b1 = sub %b, %gb   return %w1, %b1 }
    // becomes
    func @fit(%p: f32[48] {leat.state = [@w, @b]}) -> (..) {
      %g = pack %gw, %gb   %p1 = sub %p, %g   return %p1 }
    ```
  }];
}

def FormKernelsPass : Pass<"leat-form-kernels", "::mlir::ModuleOp"> {
  let summary = "Group ops into kernels and launch them";
  let description = [{
    Plans groups (see FusionPlan.cpp), makes each one a `leat.kernel`, equal ones once,
    and turns functions into sequences of launches at module level. Loops and branches
    become those of `scf`, with launches in them. Numbers of rows that
    an op takes are checked behind its launch. The states of the model become the attribute `leat.states`; the model itself is dropped.
  }];
  let options = [
    Option<"fuse", "fuse", "bool", "true", "group ops; otherwise each is a kernel">,
    Option<"checkNan", "check-nan", "bool", "false", "check every float input, state and result of a launch">,
    Option<"printPlan", "print-plan", "bool", "false", "emit the plan as remarks">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::scf::SCFDialect", "::mlir::tensor::TensorDialect"];
}

//===----------------------------------------------------------------------===//
// tensor: kernels in linalg
//===----------------------------------------------------------------------===//

def LowerKernelsPass : Pass<"leat-lower-kernels", "::mlir::ModuleOp"> {
  let summary = "Turn kernels into functions of linalg ops on tensors";
  let description = [{
    A kernel becomes a private function of its name, in destination style: behind its
    arguments there is one tensor a result, which the result is written into. Ops that
    share their loops are fused. Tensors of i1 become bytes, in all functions. A kernel
    with a contraction is left alone.

    ```mlir
    leat.kernel @k(%a: f32[4], %b: f32[4]) -> (f32[4]) { %c = add %a, %b : ..  return %c }
    // becomes
    func.func private @k(%a: tensor<4xf32>, %b: tensor<4xf32>, %out: tensor<4xf32>) -> tensor<4xf32> {
      %c = linalg.generic ins(%a, %b) outs(%out) { arith.addf }
      return %c }
    ```
  }];
  let dependentDialects = ["::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
                           "::mlir::func::FuncDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect"];
}

//===----------------------------------------------------------------------===//
// memory: tensors become buffers
//===----------------------------------------------------------------------===//

def GiveDestinationsPass : Pass<"leat-give-destinations", "::mlir::ModuleOp"> {
  let summary = "Give every result, carry and branch the buffer it will stand in";
  let description = [{
    Results of entries that are states are written to the state's argument,
    other results to new arguments marked `leat.output`; carries of loops to
    the loop's argument. A launch that computes such a value computes it there,
    in place where the kernel reads the old value. Writes down each entry's
    signature in the module's `leat.entries`.

    ```mlir
    func.func @fit(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
        -> (tensor<8xf32> {leat.state = @w}) {
      %e = tensor.empty() : tensor<8xf32>
      %n = leat.launch @sgd ins(%w, %g : ...) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      return %n
    // becomes
      %n = leat.launch @sgd ins(%g : ...) outs(%w : tensor<8xf32>) -> tensor<8xf32>
    ```
  }];
  let dependentDialects = ["::mlir::bufferization::BufferizationDialect",
                           "::mlir::tensor::TensorDialect"];
}

def BufferizePass : Pass<"leat-bufferize", "::mlir::ModuleOp"> {
  let summary = "Turn the tensors of entries and kernels into buffers";
  let description = [{
    One-shot bufferization. Arguments become row-major buffers, results vanish:
    each is one of the arguments. `leat.kernel` symbols are left alone.
  }];
}

def PlanArenaPass : Pass<"leat-plan-arena", "::mlir::ModuleOp"> {
  let summary = "Put the buffers of each entry into one arena, an argument";
  let description = [{
    Buffers that do not live at the same time share memory. What cannot be
    planned (a dynamic shape, a buffer that a loop or branch yields) is an
    error.
  }];
  let options = [
    Option<"printPlan", "print-plan", "bool", "false",
           "say as remarks which buffer lies where, and when it lives">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}

//===----------------------------------------------------------------------===//
// cpu: micro-kernels, loops, LLVM
//===----------------------------------------------------------------------===//

def EmitContractionsPass : Pass<"leat-emit-contractions", "::mlir::ModuleOp"> {
  let summary = "Write micro-kernels for kernels that hold a contraction";
  let description = [{
    A `leat.kernel` of a matmul or convolution and pointwise ops over its result becomes
    a function on buffers: padding, packing, register tiles, and the pointwise ops on
    each finished tile.

    ```mlir
    leat.kernel @k(%x, %w, %b) -> (f32[64, 256]) { matmul, add, relu }
    // becomes
    func.func private @k(%x: memref<..>, %w: memref<..>, %b: memref<..>, %out: memref<..>) { scf.for ... vector.fma ... }
    ```
  }];
  let options = [
    Option<"threads", "threads", "unsigned", "1", "threads that a contraction may use">,
    Option<"vectorBytes", "vector-bytes", "unsigned", "64", "bytes of a vector register: 16, 32 or 64">,
    Option<"l1Bytes", "l1-bytes", "int64_t", "49152", "bytes of the first data cache of a core">,
    Option<"l2Bytes", "l2-bytes", "int64_t", "2097152", "bytes of the second cache of a core">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def EmitLoopsPass : Pass<"leat-emit-loops", "::mlir::ModuleOp"> {
  let summary = "Turn linalg ops on buffers into vectorised loops";
  let description = [{
    Every linalg op on static-shape buffers becomes scf, arith, math, memref and
    vector ops on vectors of one register. Neighbouring ops share loops where
    each iteration touches its own slice of what they exchange. Bits depend on
    the extents only, not on fusion, `threads` or `vector-bytes`.

    ```mlir
    linalg.generic { %r = arith.addf %a, %b } on memref<64x1024xf32>
      ==>
    scf.for %i = 0 to 65536 step 16 { vector.load, arith.addf, vector.store }
    ```
  }];
  let options = [
    Option<"threads", "threads", "unsigned", "1",
           "chunks of a parallel loop; 1 emits no parallel loop">,
    Option<"vectorBytes", "vector-bytes", "unsigned", "64",
           "bytes of a vector register: 16, 32 or 64">,
    Option<"math", "math", "std::string", "\"poly\"",
           "f32 functions: poly (polynomials on vectors) or libm (left alone)">,
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def PromoteScratchPass : Pass<"leat-promote-scratch", "::mlir::ModuleOp"> {
  let summary = "Move the temporaries of kernels into the arena";
  let description = [{
    A kernel that allocates gets one more argument, `memref<Sxi8>`, and its
    launches pass a region at the end of the arena, which all kernels of an
    entry share.
  }];
  let options = [
    Option<"printPlan", "print-plan", "bool", "false",
           "say as remarks which temporary lies where, and when it lives">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}


def LowerLaunchPass : Pass<"leat-lower-launch", "::mlir::ModuleOp"> {
  let summary = "Make entries functions of the ABI, and launches calls";
  let description = [{
    An entry `@fit` becomes `@leat_entry_fit(!llvm.ptr) -> i32`, which reads its
    buffers from a `leat_args` (docs/abi.md). A launch becomes a call; kernels
    become public, so that each can be an object of its own. A check becomes a call
    that writes to the status words; `leat.entries` says what each launch and check is.
  }];
  let options = [
    Option<"profile", "profile", "bool", "false",
           "tell the caller's tracer when each launch begins and ends">,
    Option<"countTrips", "count-trips", "bool", "false",
           "count the trips of outermost loops where the caller sees it">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::arith::ArithDialect",
                           "::mlir::func::FuncDialect", "::mlir::memref::MemRefDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

def PrepareKernelsPass : Pass<"leat-prepare-kernels", "::mlir::ModuleOp"> {
  let summary = "Check kernels against the ABI and annotate their buffers";
  let description = [{
    Each public function is a kernel: its buffers get `llvm.noalias`,
    `llvm.nonnull`, `llvm.align = 64` and `llvm.dereferenceable`. Each private
    function with a body gets internal linkage. Refused are buffers of dynamic
    shape, strided buffers of kernels, buffers as results, nested parallel
    loops and parallel reductions.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def WidenBf16Pass : Pass<"leat-widen-bf16", "::mlir::ModuleOp"> {
  let summary = "Compute bf16 in f32 and round each result in integer arithmetic; f64 to f16 by f32";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::vector::VectorDialect"];
}

def LowerMathPass : Pass<"leat-lower-math", "::mlir::ModuleOp"> {
  let summary = "Expand what has no instruction: functions to libm, rounded division";
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect",
                           "::mlir::vector::VectorDialect"];
}

def RequireFmaPass : Pass<"leat-require-fma"> {
  let summary = "Turn llvm.intr.fmuladd, which may round twice, into llvm.intr.fma";
}

#endif // LEAT_PASSES_PASSES_TD
