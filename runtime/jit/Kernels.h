//===- Kernels.h - kernels compiled one by one ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A kernel is named by what is in it and compiled apart from the functions
// that launch it: two functions, or two versions of a model, that have a
// kernel in common have its code in common.
//
//   leat.launch @k0 ...              leat.launch @k_1f6e...
//   leat.kernel @k0 { matmul }   =>  func.func private @k_1f6e...(memref...)
//                                      attributes {leat.scratch = 64}
//                                    and an object that defines it
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_KERNELS_H
#define LEAT_RUNTIME_JIT_KERNELS_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "runtime/Cache.h"
#include "runtime/Status.h"

#include <string>
#include <vector>

namespace leat {

/// A compiled kernel.
struct KernelCode {
  std::string type;         ///< on buffers, scratch included, as MLIR prints it
  int64_t scratchBytes = 0; ///< 0: it takes none
  std::string object;       ///< relocatable, for this machine
};

template <typename A> void fields(A &a, KernelCode &kernel) {
  a(kernel.type, kernel.scratchBytes, kernel.object);
}

/// The kernels of one module.
class Kernels {
public:
  /// Takes the kernels out of a module that has been through the stage
  /// `memory` and looks for them in `cache`, which may be null. `settings` is
  /// all that decides about their code besides what they do.
  Kernels(mlir::ModuleOp module, Cache *cache, const std::string &settings);

  /// The kernels that must be compiled, each in a module of its own; to be
  /// taken through the stage `cpu`.
  mlir::ModuleOp missing() { return *outer; }

  /// Those modules, in order.
  std::vector<mlir::ModuleOp> missingModules();

  /// Puts declarations of all kernels where they were. The missing ones must
  /// be LLVM by now.
  rt::Status declare(mlir::ModuleOp module);

  /// Takes the code of the missing ones, in order, and keeps it in the cache.
  void setMissingObjects(std::vector<std::string> objects);

  /// All objects.
  std::vector<llvm::StringRef> objects() const;

private:
  struct Kernel {
    std::string symbol;
    Fingerprint key;
    KernelCode code;
    mlir::ModuleOp module; ///< in `outer`; null where the cache had the code
  };

  void take(mlir::ModuleOp module, mlir::Operation *op,
            const std::string &settings);

  Cache *cache;
  mlir::OwningOpRef<mlir::ModuleOp> outer;
  std::vector<Kernel> kernels;
};

} // namespace leat

#endif // LEAT_RUNTIME_JIT_KERNELS_H
