//===- Kernels.cpp - kernels compiled one by one ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is hashed is the text of a kernel without its name and its locations,
// which say nothing about its code.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Kernels.h"
#include "dialect/Dialect.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/SymbolTable.h"
#include "passes/Entry.h"
#include "runtime/program/Archive.h"

#include <algorithm>

using namespace mlir;
using namespace leat;

static bool isKernel(Operation &op) {
  if (auto function = dyn_cast<func::FuncOp>(op))
    return function.isPrivate() && !function.isExternal();
  return isa<KernelOp>(op);
}

static std::string textOf(Operation *kernel) {
  Operation *copy = kernel->clone();
  SymbolTable::setSymbolName(copy, "kernel");
  std::string text;
  llvm::raw_string_ostream stream(text);
  copy->print(stream, OpPrintingFlags().enableDebugInfo(false));
  copy->destroy();
  return text;
}

Kernels::Kernels(ModuleOp module, Cache *cache, const std::string &settings)
    : cache(cache), outer(ModuleOp::create(module.getLoc())) {
  for (Operation &op : llvm::make_early_inc_range(*module.getBody()))
    if (isKernel(op))
      take(module, &op, settings);
}

void Kernels::take(ModuleOp module, Operation *op,
                   const std::string &settings) {
  Hasher hasher;
  std::string text = textOf(op);
  hasher.addField(text);
  Kernel kernel;
  kernel.symbol = "k_" + hasher.finish().hex().substr(0, 16);
  (void)SymbolTable::replaceAllSymbolUses(
      op, StringAttr::get(op->getContext(), kernel.symbol), module);
  bool known =
      std::any_of(kernels.begin(), kernels.end(), [&](const Kernel &other) {
        return other.symbol == kernel.symbol;
      });
  if (known)
    return op->erase();
  std::optional<std::string> bytes;
  if (cache) {
    kernel.key = cache->key({"kernel", text, settings});
    bytes = cache->load(kernel.key);
  }
  if (auto code = bytes ? fromBytes<KernelCode>(*bytes) : std::nullopt) {
    kernel.code = *std::move(code);
    op->erase();
  } else {
    OpBuilder b(outer->getBodyRegion());
    b.setInsertionPointToEnd(outer->getBody());
    kernel.module = ModuleOp::create(b, op->getLoc());
    SymbolTable::setSymbolName(op, kernel.symbol);
    op->moveBefore(kernel.module.getBody(), kernel.module.getBody()->end());
  }
  kernels.push_back(std::move(kernel));
}

std::vector<ModuleOp> Kernels::missingModules() {
  std::vector<ModuleOp> modules;
  for (Kernel &kernel : kernels)
    if (kernel.module)
      modules.push_back(kernel.module);
  return modules;
}

rt::Status Kernels::declare(ModuleOp module) {
  OpBuilder b(module.getBodyRegion());
  b.setInsertionPointToEnd(module.getBody());
  for (Kernel &kernel : kernels) {
    if (kernel.module) {
      auto function =
          kernel.module.lookupSymbol<LLVM::LLVMFuncOp>(kernel.symbol);
      auto type = function ? function->getAttrOfType<TypeAttr>(kBufferTypeAttr)
                           : TypeAttr();
      auto scratch = function
                         ? function->getAttrOfType<IntegerAttr>(kScratchAttr)
                         : IntegerAttr();
      if (!type || !scratch)
        return rt::internalError("kernel ", kernel.symbol,
                                 " lost its type on the way to LLVM");
      llvm::raw_string_ostream(kernel.code.type) << type.getValue();
      kernel.code.scratchBytes = scratch.getInt();
    }
    auto type = dyn_cast_or_null<FunctionType>(
        parseType(kernel.code.type, module.getContext()));
    if (!type)
      return rt::internalError("kernel ", kernel.symbol, " has the type ",
                               kernel.code.type);
    auto declared =
        func::FuncOp::create(b, module.getLoc(), kernel.symbol, type);
    declared.setPrivate();
    declared->setAttr(kScratchAttr,
                      b.getI64IntegerAttr(kernel.code.scratchBytes));
  }
  return {};
}

void Kernels::setMissingObjects(std::vector<std::string> objects) {
  size_t next = 0;
  for (Kernel &kernel : kernels) {
    if (!kernel.module)
      continue;
    kernel.code.object = std::move(objects[next++]);
    if (cache)
      cache->store(kernel.key, toBytes(kernel.code));
  }
}

std::vector<llvm::StringRef> Kernels::objects() const {
  std::vector<llvm::StringRef> all;
  for (const Kernel &kernel : kernels)
    all.push_back(kernel.code.object);
  return all;
}
