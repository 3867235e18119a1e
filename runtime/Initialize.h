//===- Initialize.h - the first values of parameters ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What stands behind the `=` of a declaration:
//
//   param @l1.weight : f32[H, 18] = kaiming_normal
//
// Values depend on the seed of the run and the parameter's full name only: not
// on the order of declaration, on other parameters, on threads or the machine.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_INITIALIZE_H
#define LEAT_RUNTIME_INITIALIZE_H

#include "runtime/Tensor.h"

#include <optional>

namespace leat::rt {

/// Whether the variance of a layer's output (FanIn) or of the gradient of its
/// input (FanOut) is kept by kaiming_*.
enum class FanMode : uint8_t { FanIn, FanOut };

/// How a parameter gets its first values. Weights are (out, in, k...), as in
/// PyTorch: with w the product of the extents from the third on,
/// fan_in = in w and fan_out = out w.
struct Initializer {
  enum class Kind : uint8_t {
    Zeros,
    Ones,
    Constant,       ///< first
    Uniform,        ///< on [first, second)
    Normal,         ///< mean first, standard deviation second
    XavierUniform,  ///< on [-a, a), a = gain sqrt(6 / (fan_in + fan_out));
                    ///< Glorot, Bengio 2010
    XavierNormal,   ///< deviation gain sqrt(2 / (fan_in + fan_out))
    KaimingUniform, ///< on [-a, a), a = gain sqrt(3 / fan); He et al. 2015
    KaimingNormal,  ///< deviation gain / sqrt(fan)
    Orthogonal, ///< as out x (in w): orthonormal rows, or columns where these
                ///< are fewer, times gain; Saxe et al. 2014
    Identity    ///< rank 2: 1 on the diagonal
  };

  Kind kind = Kind::Zeros;
  double first = 0, second = 1; ///< as the kind says
  FanMode mode = FanMode::FanIn;
  /// Default: sqrt(2) for kaiming_* (ReLU), 1 for the others.
  std::optional<double> gain = std::nullopt;
};

/// The kind of that name in the language ("zeros", "kaiming_normal", ...), or
/// nothing.
std::optional<Initializer::Kind> parseInitializer(std::string_view name);
std::string_view nameOf(Initializer::Kind kind);

/// Fills `tensor`. Random values come from the draw number 0 of the seed
/// seedFor(seed, name) (Philox.h), element by element in f64, and are rounded
/// once to the element type. Errors: a random initializer of a type that is no
/// float; a constant that the element type does not hold; xavier_*, kaiming_*
/// and orthogonal of rank 0 or 1, identity of another rank than 2; bounds or
/// deviations that are negative, not finite or in wrong order; out of memory.
Status initialize(Tensor &tensor, const Initializer &initializer, uint64_t seed,
                  std::string_view name);

} // namespace leat::rt

#endif // LEAT_RUNTIME_INITIALIZE_H
