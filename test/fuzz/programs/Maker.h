//===- Maker.h - where the statements of a program are made -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the makers of the table build with. They ask for operands of a kind and
// a range, and get values that are there or new ones; so every program is well
// typed, no logarithm meets a negative number, and no value grows out of hand.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_MAKER_H
#define LEAT_TEST_FUZZ_PROGRAMS_MAKER_H

#include "test/fuzz/programs/Dice.h"
#include "test/fuzz/programs/Written.h"

#include <functional>

namespace leat::fuzz {

/// Elements of all floats, and of all integers, stay below.
inline constexpr double kLargestFloat = 30, kLargestInteger = 1000;
/// What arguments that are floats hold, and those that are positive.
inline constexpr Range kAnyFloat = {-1.5, 1.5}, kPositive = {0.5, 1.5};

/// What a program may have in it.
struct Style {
  std::vector<int64_t> extents; ///< few, so that shapes meet again
  bool hasStates = false, hasParams = false, hasDraws = false;
  bool isRough = false; ///< narrow floats and stopped gradients
};

class Maker {
public:
  Maker(Written &program, Dice &dice, Style style)
      : program(program), dice(dice), style(std::move(style)) {}

  /// Begins a function: what follows goes into it.
  void begin(Function &function);

  //===--- Operands -------------------------------------------------------===//
  // Types are taken by value: one of a value here moves when a value is added.

  /// A visible value that `fits`, later ones rather; -1 where there is none.
  int find(const std::function<bool(const Value &)> &fits);
  /// A float of a rank in these bounds, each extent at least `extent`.
  int floats(int64_t minRank = 0, int64_t maxRank = 4, int64_t extent = 1);
  /// An i64 tensor of a rank in these bounds, with elements in `range`.
  int integers(int64_t minRank, int64_t maxRank, Range range);
  int bools(int64_t minRank = 0, int64_t maxRank = 4);
  /// Something of any type to move: mostly floats.
  int movable(int64_t minRank, int64_t maxRank = 4);
  /// A value of this type with elements in `range`.
  int valueOf(TensorType type, Range range);
  /// The same, as a new argument, param, draw or constant.
  int leaf(TensorType type, Range range);
  /// A param of this type, a new one or one that is there; -1 where there are
  /// many.
  int param(const TensorType &type);
  /// A value that the compiler can not know, where there may be an argument.
  int argument(TensorType type, Range range);
  /// `id` with its elements brought into `range`.
  int fit(int id, Range range);
  /// `id`, a little moved: away from where a kinked function has its kink.
  int moved(int id);
  /// A float tensor that broadcasts with `id`.
  int partner(int id, Range range);
  /// The scalar that is some mean of `id`.
  int scalarOf(int id);

  //===--- Statements -----------------------------------------------------===//

  /// `%r = op %operands, attributes`, now and then as an expression.
  int op(const std::string &name, std::vector<int> operands,
         const std::string &attributes, TensorType type, Range range);
  /// `%r = text`.
  int emit(std::string text, std::vector<int> operands, TensorType type,
           Range range);
  /// `%a, %b = text`: the numbers of what is like `results`.
  std::vector<int> emitAll(std::string text, std::vector<int> operands,
                           std::vector<Value> results);
  /// Any statement. Its results have been made by fresh().
  void add(Statement statement);
  /// A new value.
  int fresh(TensorType type, Range range, std::string name = "");

  /// Fills a region of the arguments `ids` by `make`.
  Region region(std::vector<int> ids, const std::function<void()> &make);

  rt::Shape shape(int64_t minRank, int64_t maxRank, int64_t extent = 1);
  int64_t extent(int64_t least = 1);
  const Value &operator[](int id) const { return program.values[size_t(id)]; }
  const TensorType &typeOf(int id) const { return (*this)[id].type; }

  Written &program;
  Dice &dice;
  Style style;
  Function *function = nullptr;
  int depth = 0;       ///< of regions
  bool isPure = false; ///< where states are not touched: in conditions

private:
  int constant(const TensorType &type, Range range);
  int drawn(const TensorType &type);

  std::vector<int> scope;
  std::vector<Statement> *statements = nullptr;
};

/// "[1, 2]"
std::string listOf(const std::vector<int64_t> &numbers);

/// The shape that two shapes broadcast to.
rt::Shape broadcast(const rt::Shape &a, const rt::Shape &b);

/// The largest size of a number in the range.
double largest(Range range);

/// A number as it is written.
std::string textOf(double number);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_MAKER_H
