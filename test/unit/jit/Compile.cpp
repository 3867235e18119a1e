//===- Compile.cpp - MLIR text to a running function, for tests -----------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "passes/cpu/LowerToLLVM.h"
#include <gtest/gtest.h>

using namespace mlir;

namespace leat::test {

static DialectRegistry makeRegistry() {
  DialectRegistry registry;
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerEmitTranslations(registry);
  return registry;
}

Compiler::Compiler() : context(makeRegistry()) {}

OwningOpRef<ModuleOp> Compiler::lower(llvm::StringRef text) {
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return nullptr;
  PassManager manager(&context);
  buildLowerToLLVM(manager);
  if (failed(manager.run(*module)))
    return nullptr;
  return module;
}

std::string Compiler::print(llvm::StringRef text, EmitFormat format,
                            const EmitOptions &options) {
  OwningOpRef<ModuleOp> module = lower(text);
  if (!module) {
    ADD_FAILURE() << "the module does not lower";
    return "";
  }
  llvm::Expected<EmitBuffer> buffer = emit(*module, format, options);
  if (!buffer) {
    ADD_FAILURE() << llvm::toString(buffer.takeError());
    return "";
  }
  return std::string(buffer->begin(), buffer->end());
}

EmitBuffer Compiler::object(llvm::StringRef text, const EmitOptions &options) {
  std::string bytes = print(text, EmitFormat::Object, options);
  return EmitBuffer(bytes.begin(), bytes.end());
}

llvm::Expected<std::unique_ptr<SharedObject>>
linkAndLoad(llvm::ArrayRef<llvm::StringRef> objects) {
  llvm::Expected<EmitBuffer> linked = linkShared(objects);
  if (!linked)
    return linked.takeError();
  auto loaded = SharedObject::load({linked->data(), linked->size()});
  if (!loaded.ok())
    return llvm::createStringError(loaded.status().message());
  return *std::move(loaded);
}

std::unique_ptr<SharedObject> Compiler::load(llvm::StringRef text,
                                             const EmitOptions &options) {
  EmitBuffer bytes = object(text, options);
  auto loaded = linkAndLoad(llvm::StringRef(bytes.data(), bytes.size()));
  if (loaded)
    return std::move(*loaded);
  ADD_FAILURE() << llvm::toString(loaded.takeError());
  return nullptr;
}

} // namespace leat::test
