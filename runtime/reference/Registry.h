//===- Registry.h - the table of meanings -----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Each family file fills one function `register<Family>(registry)` with entries
// "name of the op -> how its results follow from its operands". An entry may
// rely on what the op's verifier checks, and on operands and results of static
// tensor types.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_REGISTRY_H
#define LEAT_RUNTIME_REFERENCE_REGISTRY_H

#include "mlir/IR/Block.h"
#include "mlir/IR/Operation.h"
#include "runtime/reference/Array.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

#include <functional>
#include <memory>
#include <string>

namespace leat::reference {

using Arrays = std::vector<Array>;

/// The values of an op's operands, in order; those that are left out are not
/// counted.
class Operands {
public:
  explicit Operands(llvm::SmallVector<std::shared_ptr<const Array>> values)
      : values(std::move(values)) {}

  size_t size() const { return values.size(); }
  const Array &operator[](size_t i) const { return *values[i]; }

private:
  llvm::SmallVector<std::shared_ptr<const Array>> values;
};

class Frame;

/// One value per result, or an error; the caller adds the op's name and place.
using Evaluator = std::function<rt::Result<Arrays>(
    mlir::Operation *op, const Operands &in, Frame &frame)>;

/// What every op means.
class Registry {
public:
  /// The table of all families.
  Registry();

  void add(llvm::StringRef op, Evaluator evaluator) {
    entries[op] = std::move(evaluator);
  }

  /// Adds an op with one result: `function(op, in)` is an Array, or a Result of
  /// one.
  template <typename OpT, typename Function> void add(Function function) {
    add(OpT::getOperationName(),
        [function](mlir::Operation *op, const Operands &in,
                   Frame &) -> rt::Result<Arrays> {
          rt::Result<Array> result = function(mlir::cast<OpT>(op), in);
          if (!result.ok())
            return std::move(result).status();
          Arrays results;
          results.push_back(*std::move(result));
          return results;
        });
  }

  /// The entry of an op, or null.
  const Evaluator *find(llvm::StringRef op) const {
    auto entry = entries.find(op);
    return entry == entries.end() ? nullptr : &entry->second;
  }

private:
  llvm::StringMap<Evaluator> entries;
};

/// The values known while a function runs.
class Frame {
public:
  explicit Frame(const Registry &registry) : registry(registry) {}

  /// Runs the ops of `block` on its arguments and returns the operands of its
  /// terminator. Values of enclosing blocks are visible. Errors: an op without
  /// an entry, an op that fails, a type that is no static tensor; each names
  /// the place in the source.
  rt::Result<Arrays> run(mlir::Block &block, Arrays arguments);

private:
  rt::Status evaluate(mlir::Operation &op);

  const Registry &registry;
  llvm::DenseMap<mlir::Value, std::shared_ptr<const Array>> values;
};

/// Where an op is written; nowhere for what no file holds.
rt::SourcePlace placeOf(mlir::Location location);

void registerPointwise(Registry &registry);
void registerContraction(Registry &registry);
void registerReduction(Registry &registry);
void registerWindow(Registry &registry);
void registerShape(Registry &registry);
void registerArrange(Registry &registry);
void registerOrder(Registry &registry);
void registerCreation(Registry &registry);
void registerNet(Registry &registry);
void registerAttention(Registry &registry);
void registerLoss(Registry &registry);
void registerLinearAlgebra(Registry &registry);
void registerRandom(Registry &registry);
void registerControl(Registry &registry);
void registerDebug(Registry &registry);

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_REGISTRY_H
