//===- Layers.h - what a network is made of ---------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Counts parameters and work of a function, layer by layer: what students
// derive by hand and compare.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_COMPILER_LAYERS_H
#define LEAT_TOOLS_COMPILER_LAYERS_H

#include "runtime/Tensor.h"
#include "llvm/ADT/SmallVector.h"

namespace leat {
class FuncOp;
class ModelOp;
} // namespace leat

namespace leat::cli {

/// An op that multiplies by parameters, or that moves a window.
struct Layer {
  std::string name;                ///< of its parameters, "fc1", or its own
  std::string op;                  ///< "linear", "conv", "max_pool" ...
  int64_t weights = 0, biases = 0; ///< elements of its parameters
  rt::Shape output;
  /// How many inputs along each spatial dimension one output depends on; empty
  /// where that has no meaning.
  std::vector<int64_t> receptiveField;
  int64_t macs = 0; ///< multiply-adds
};

/// A function's layers and the sums over it.
struct LayerTable {
  std::vector<Layer> layers;
  /// Elements of all params that it reads, each once; `biases` are those that
  /// are added, `weights` the others.
  int64_t weights = 0, biases = 0;
  int64_t macs = 0;
  /// Whether it takes derivatives, whose multiply-adds are not in the sum.
  bool differentiates = false;
};

/// The layers of a function of static shapes whose calls are inlined and whose
/// params are read by `get`. With layer l of kernel k, stride s and dilation d,
/// the receptive field is r_l = r_(l-1) + (k - 1) d prod_(i<l) s_i; a
/// contraction costs one multiply-add per product it sums, in each trip of a
/// loop of known bounds. What is differentiated or mapped over lanes counts as
/// if it were called once.
LayerTable countLayers(FuncOp func);

/// Bytes that a call of a function of pure ops needs at most at once: arguments
/// (its states among them), results, and the values between that are alive. An
/// upper bound of what compiled code needs: fused ops keep no values between.
int64_t peakBytes(FuncOp func);

} // namespace leat::cli

#endif // LEAT_TOOLS_COMPILER_LAYERS_H
