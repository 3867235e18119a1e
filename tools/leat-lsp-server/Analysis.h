//===- Analysis.h - what the compiler knows of a text -----------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_LEATLSPSERVER_ANALYSIS_H
#define LEAT_LEATLSPSERVER_ANALYSIS_H

#include "Source.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace leat::lsp {

/// A message of the compiler at byte `offset` of the text.
struct Message {
  llvm::lsp::DiagnosticSeverity severity;
  size_t offset;
  std::string text;
  std::vector<Message> notes;
};

/// What one reading of a text by the compiler tells: parse, inference,
/// verification, and the passes that expand trainers and thread state. Runs in
/// its own context, and on a stack that is deep enough for any expression.
struct Analysis {
  /// `path` is the file that the text belongs to.
  Analysis(const Source &source, const std::string &path);

  /// Whether the text is a model without errors of types or syntax. The types
  /// below are known only then.
  bool typed = false;
  std::vector<Message> messages;
  /// The types of the results of the op that is written at a byte, or of the
  /// argument there, in short form: `f32[B, 784]`.
  llvm::DenseMap<size_t, std::vector<std::string>> types;
};

/// How deep parentheses and brackets may stand in each other: a text that goes
/// deeper is not given to the compiler, whose parser is recursive.
inline constexpr size_t kDeepest = 1000;

} // namespace leat::lsp

#endif // LEAT_LEATLSPSERVER_ANALYSIS_H
