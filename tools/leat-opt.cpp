//===- leat-opt.cpp - mlir-opt with the leat dialect and its passes -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "passes/Passes.h"
#include "passes/cpu/LowerToLLVM.h"

int main(int argc, char **argv) {
  mlir::registerAllPasses();
  leat::registerLeatPasses();
  leat::registerLowerToLLVMPipeline();
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registry.insert<leat::LeatDialect>();
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "leat optimizer driver\n", registry));
}
