//===- Compile.h - MLIR text to a running function, for tests -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The whole road of a kernel in one call: parse, lower, emit, link.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_UNIT_JIT_COMPILE_H
#define LEAT_TEST_UNIT_JIT_COMPILE_H

#include "mlir/IR/MLIRContext.h"
#include "passes/emit/Emit.h"
#include "passes/emit/Link.h"
#include "runtime/cpu/SharedObject.h"
#include <string>

namespace leat::test {

/// A context with every dialect and translation that kernels use.
class Compiler {
public:
  Compiler();

  /// Parses and lowers; a null module and a message on stderr on failure.
  mlir::OwningOpRef<mlir::ModuleOp> lower(llvm::StringRef text);

  /// The object file of `text`; fails the test on an error.
  EmitBuffer object(llvm::StringRef text, const EmitOptions &options = {});

  /// `text` as `format`.
  std::string print(llvm::StringRef text, EmitFormat format,
                    const EmitOptions &options = {});

  /// `text`, linked into this process; fails the test on an error.
  std::unique_ptr<SharedObject> load(llvm::StringRef text,
                                     const EmitOptions &options = {});

private:
  mlir::MLIRContext context;
};

/// `objects`, linked into this process. Errors: those of linkShared() and of
/// SharedObject::load().
llvm::Expected<std::unique_ptr<SharedObject>>
linkAndLoad(llvm::ArrayRef<llvm::StringRef> objects);

/// The function of that name; ends the test where there is none.
template <typename Signature>
Signature *function(const SharedObject &object, const char *name) {
  return *object.function<Signature>(name);
}

/// The message of an error, which is consumed.
template <typename T> std::string message(llvm::Expected<T> &&result) {
  return result ? std::string() : llvm::toString(result.takeError());
}

} // namespace leat::test

#endif // LEAT_TEST_UNIT_JIT_COMPILE_H
