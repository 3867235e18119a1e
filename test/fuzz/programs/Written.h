//===- Written.h - a generated program --------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A model between its generation and its text: what the shrinker can take apart
// and put together again without knowing any op.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_WRITTEN_H
#define LEAT_TEST_FUZZ_PROGRAMS_WRITTEN_H

#include "runtime/Tensor.h"

#include <string>
#include <vector>

namespace leat::fuzz {

/// An element type and extents.
struct TensorType {
  rt::DType element = rt::DType::F64;
  rt::Shape shape;

  bool isFloat() const { return rt::isFloat(element); }
  int64_t rank() const { return int64_t(shape.size()); }
  int64_t size() const;
  /// "f64[2, 3]"
  std::string text() const { return rt::signatureOf(element, shape); }
  bool operator==(const TensorType &) const = default;
};

/// Bounds of the elements of a value.
struct Range {
  double low = -1, high = 1;

  bool holds(const Range &other) const {
    return low <= other.low && other.high <= high;
  }
};

/// What the number of a value stands for.
struct Value {
  std::string name; ///< without %
  TensorType type;
  Range range;
};

struct Region;

/// How a statement's regions run.
struct Shape {
  enum Kind { Straight, For, While, If } kind = Straight;
  bool isDown = false, isBackward = false;
  int64_t first = 0; ///< the lower bound of a counter
  int64_t trips = 0; ///< at most
  int bound = -1;    ///< the operand that the upper bound is, if it is a value
  size_t carried = 0;
};

/// One statement: `%results = text`. In the text `$0` stands for operand 0,
/// `&0` for argument 0 of the first region, `{0}` for region 0.
struct Statement {
  std::string text;
  std::vector<int> results, operands;
  std::vector<Region> regions;
  Shape shape;
  int callee = -1; ///< the function that it calls or differentiates
};

/// The statements of a region, the one that ends it included. Its arguments
/// are named by the statement that holds it.
struct Region {
  std::vector<int> arguments;
  std::vector<Statement> statements;
};

/// What a transform needs to know of a function.
struct Traits {
  bool draws = false;       ///< from a generator
  bool writes = false;      ///< states other than generators
  bool readsParams = false; ///< in itself or a callee
  bool averages = false;    ///< keeps running averages while it trains
  bool onlyReverse = false; ///< has a custom_vjp inside
  bool isRough = false;     ///< has no derivative worth a difference quotient
  bool hasControl = false;
  bool hasTransform = false;

  void add(const Traits &other);
};

struct Function {
  std::string name;
  std::vector<int> arguments;
  Region body;              ///< without the return
  std::vector<int> results; ///< what is returned
  std::string customVjp;    ///< names its derivative; may be empty
  Traits traits;
};

/// A transform that is checked against its meaning. `choice` decides whatever
/// it leaves open.
struct Step {
  std::string kind; ///< "vjp", "vmap": see Checks.h
  int64_t choice = 0;
};

/// Transforms, one of the other, of one function.
struct Chain {
  int function = 0;
  std::vector<Step> steps;
};

/// A model. A value's number is its place in `values`.
struct Written {
  std::vector<Value> values;
  std::vector<std::string> declarations; ///< of params, states, constants
  std::vector<std::pair<std::string, TensorType>> params, states;
  std::vector<Function> functions;
  std::vector<Chain> chains;
  bool hasTrained = false; ///< a call moves running averages

  /// The statements of function `f` as a model prints them.
  std::string print(const Function &function) const;
  /// All of it, without the functions of the chains.
  std::string print() const;
  /// "x: f64[2], n: i64", each with `sign` before its name.
  std::string list(const std::vector<int> &ids, const char *sign) const;
};

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_WRITTEN_H
