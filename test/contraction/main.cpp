//===- main.cpp - check contractions --------------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// leat-contraction-test                      check every case, bit for bit
//   --check=N        with N random schedules a case (default 1)
//   --tiles          every schedule that the cost model may choose instead
//   --tiles=N        a sample of N for each contraction and target
//   --seed=N         another sample (default 0)
//   --assembly       print the code of each case instead
//   --only=TEXT      cases whose name contains TEXT
//
//===----------------------------------------------------------------------===//

#include "Tiles.h"

using namespace mlir;

namespace {
struct Options {
  int check = 1;
  bool tiles = false;
  int64_t sample = 0; // of the tiles; 0: all
  uint64_t seed = 0;
  bool assembly = false;
  StringRef only;

  bool parse(StringRef argument) {
    if (argument.consume_front("--check="))
      return !argument.getAsInteger(10, check);
    if (argument.consume_front("--only="))
      return only = argument, true;
    if (argument.consume_front("--seed="))
      return !argument.getAsInteger(10, seed);
    if (argument == "--tiles")
      return tiles = true;
    if (argument.consume_front("--tiles="))
      return tiles = !argument.getAsInteger(10, sample) && sample > 0;
    return argument == "--assembly" && (assembly = true);
  }
};
} // namespace

static int checkAll(MLIRContext &context, StringRef filter, int extra) {
  int wrong = checkDiagnostics(context), ran = 0;
  for (const Case &test : checkCases(context))
    if (StringRef(test.name).contains(filter))
      wrong += checkCase(context, test, extra, ran);
  llvm::outs() << ran << " kernels, " << wrong << " wrong\n";
  return wrong ? 1 : 0;
}

static int reportTiles(const TilesReport &report) {
  llvm::outs() << report.ran << " of " << report.schedules << " schedules, "
               << report.wrong << " wrong\n";
  return report.wrong ? 1 : 0;
}

int main(int argc, char **argv) {
  Options options;
  for (StringRef argument : ArrayRef(argv, argc).drop_front())
    if (!options.parse(argument)) {
      llvm::errs() << "unknown option '" << argument << "'\n";
      return 2;
    }
  std::unique_ptr<MLIRContext> owner = makeContext();
  MLIRContext &context = *owner;

  if (options.assembly) {
    for (const Case &test : checkCases(context))
      if (StringRef(test.name).contains(options.only))
        compile(context, test,
                leat::chooseSchedule(test.c, hostTarget(/*threads=*/1)),
                TestEpilogue::None, /*quick=*/false, /*printAssembly=*/true);
    return 0;
  }
  if (options.tiles)
    return reportTiles(
        checkTiles(context, options.only, options.sample, options.seed));
  return checkAll(context, options.only, options.check);
}
