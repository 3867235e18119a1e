//===- LaunchBufferization.h - launches from tensors to buffers -*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_MEMORY_LAUNCHBUFFERIZATION_H
#define LEAT_PASSES_MEMORY_LAUNCHBUFFERIZATION_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace leat {

/// Tells one-shot bufferisation what `leat.launch` reads and writes. To be
/// called on the registry of the context, or by a pass on its own dependent
/// dialects, before the dialect is loaded.
void registerLaunchBufferization(mlir::DialectRegistry &registry);

} // namespace leat

#endif // LEAT_PASSES_MEMORY_LAUNCHBUFFERIZATION_H
