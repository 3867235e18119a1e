//===- leat-opt.cpp - mlir-opt with the leat dialect and its passes -------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Dialect.h"
#include "mlir/IR/AsmState.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "passes/Passes.h"
#include "passes/cpu/LowerToLLVM.h"
#include "llvm/Support/CommandLine.h"

// Values are printed with the names that the person gave them.
static void printNamesByDefault() {
  mlir::registerAsmPrinterCLOptions();
  auto *flag =
      llvm::cl::getRegisteredOptions().lookup("mlir-use-nameloc-as-prefix");
  static_cast<llvm::cl::opt<bool> *>(flag)->setInitialValue(true);
}

int main(int argc, char **argv) {
  printNamesByDefault();
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
