//===- Diagnostics.h - the compiler's messages as errors --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Passes and parsers report to the context; callers want one error value, with
// the text for a person and the parts for a program.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_DIAGNOSTICS_H
#define LEAT_RUNTIME_JIT_DIAGNOSTICS_H

#include "mlir/IR/Diagnostics.h"
#include "runtime/Status.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"

namespace leat {

/// Collects what is reported to a context while it lives, each message as
/// `file:line:column: error: ...` with the line of the source and a caret.
class Diagnostics {
public:
  /// `sources` holds the text that locations point into. Both must outlive it.
  Diagnostics(mlir::MLIRContext &context, llvm::SourceMgr &sources)
      : stream(text), handler(sources, &context, stream),
        recorder(&context, [this](mlir::Diagnostic &diagnostic) {
          parts.push_back(partOf(diagnostic));
          return mlir::failure(); // for the handler, too
        }) {}

  /// An error of the collected text, or, where nothing was reported, an
  /// internal error that says `otherwise`.
  rt::Status error(const std::string &otherwise) {
    if (text.empty())
      return rt::internalError(otherwise);
    std::vector<rt::Diagnostic> found = std::exchange(parts, {});
    std::string message = take();
    while (!message.empty() && message.back() == '\n')
      message.pop_back();
    return rt::userError(message).with(std::move(found));
  }

  /// The collected text (warnings, remarks), which is then forgotten.
  std::string take() {
    parts.clear();
    return std::exchange(text, {});
  }

private:
  static rt::SourcePlace placeOf(mlir::Location location);
  static rt::Diagnostic partOf(mlir::Diagnostic &diagnostic);

  std::string text;
  llvm::raw_string_ostream stream;
  mlir::SourceMgrDiagnosticHandler handler;
  std::vector<rt::Diagnostic> parts;
  /// Registered last, so it hears everything first.
  mlir::ScopedDiagnosticHandler recorder;
};

} // namespace leat

#endif // LEAT_RUNTIME_JIT_DIAGNOSTICS_H
