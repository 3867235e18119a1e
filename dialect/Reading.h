//===- Reading.h - what holds while a model is read ------------*- C++ -*-===//
//
// What a parser must know that does not stand in the text: values that configs
// are set to, as they decide how often a block is applied, and the folder that
// files are included from.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_DIALECT_READING_H
#define LEAT_DIALECT_READING_H

#include "mlir/IR/Attributes.h"
#include "mlir/IR/DialectInterface.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <optional>
#include <string>

namespace mlir {
class Region;
} // namespace mlir

namespace leat {

/// How models are read in a context. One model at a time.
struct Reading {
  /// The folder of the model, which its files lie in or below; empty: the text
  /// belongs to none; nothing: that of the file that locations name.
  std::optional<std::string> folder;
  /// Numbers that configs of the model are set to.
  llvm::StringMap<mlir::Attribute> configs;

  /// What the configs are that have been read.
  llvm::StringMap<mlir::Attribute> values;
  /// The files that are being read, the model's own first, in paths relative to
  /// its folder.
  llvm::SmallVector<std::string> open;
  /// The files that were included.
  llvm::StringSet<> included;
  /// How many files around the present one include it.
  unsigned depth = 0;
};

/// Keeps it beside the dialect.
class ReadingInterface : public mlir::DialectInterface::Base<ReadingInterface> {
public:
  explicit ReadingInterface(mlir::Dialect *dialect) : Base(dialect) {}

  Reading reading;
};

/// That of `context`, which has loaded the dialect.
Reading &readingOf(mlir::MLIRContext *context);

/// `given` as the value of a config that is written as `written`: a float where
/// that is one. Null where one is a number and the other true or false.
mlir::Attribute asConfig(mlir::Attribute given, mlir::Attribute written);

/// Puts in the place of every `include` in `body`, the region of a leat.model,
/// the declarations of its file. Errors: see `include`.
mlir::LogicalResult includeFiles(mlir::Region &body, Reading &reading);

/// Erases the functions without a body in `body`, the region of a leat.model
/// that has all its files. Errors: no function of that name has one, or it has
/// another signature.
mlir::LogicalResult defineDeclared(mlir::Region &body);

} // namespace leat

#endif // LEAT_DIALECT_READING_H
