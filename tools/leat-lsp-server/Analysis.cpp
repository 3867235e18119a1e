//===- Analysis.cpp - what the compiler knows of a text -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Analysis.h"
#include "dialect/Dialect.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "passes/Passes.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/thread.h"

using namespace mlir;

namespace leat::lsp {

// Where a person looks: the first place in the text itself, which for what was
// inlined from elsewhere is the call.
static FileLineColLoc placeIn(Location loc, StringRef path) {
  FileLineColLoc found;
  loc->walk([&](Location inner) {
    auto place = dyn_cast<FileLineColLoc>(inner);
    if (!place || place.getFilename() != path)
      return WalkResult::advance();
    found = place;
    return WalkResult::interrupt();
  });
  return found;
}

namespace {
class Reader {
public:
  Reader(Analysis &analysis, const Source &source, const std::string &path)
      : analysis(analysis), source(source), path(path) {}

  void run();

private:
  size_t offsetOf(Location loc) const {
    FileLineColLoc place = placeIn(loc, path);
    return place ? source.offsetOf(place.getLine(), place.getColumn()) : 0;
  }
  Message messageOf(Diagnostic &diagnostic) const;
  void keepTypes(ModuleOp module);
  void checkPrograms(ModuleOp module);

  Analysis &analysis;
  const Source &source;
  const std::string &path;
};
} // namespace

Message Reader::messageOf(Diagnostic &diagnostic) const {
  using llvm::lsp::DiagnosticSeverity;
  Message message;
  switch (diagnostic.getSeverity()) {
  case mlir::DiagnosticSeverity::Error:
    message.severity = DiagnosticSeverity::Error;
    break;
  case mlir::DiagnosticSeverity::Warning:
    message.severity = DiagnosticSeverity::Warning;
    break;
  default:
    message.severity = DiagnosticSeverity::Information;
  }
  message.offset = offsetOf(diagnostic.getLocation());
  message.text = diagnostic.str();
  if (auto call = diagnostic.getLocation()->findInstanceOf<CallSiteLoc>())
    message.notes.push_back({DiagnosticSeverity::Information,
                             offsetOf(call.getCaller()),
                             "called from here",
                             {}});
  for (Diagnostic &note : diagnostic.getNotes())
    message.notes.push_back(messageOf(note));
  return message;
}

void Reader::keepTypes(ModuleOp module) {
  auto keep = [&](Location loc, TypeRange types) {
    if (!placeIn(loc, path) || types.empty())
      return;
    auto &kept = analysis.types[offsetOf(loc)];
    if (kept.empty())
      for (Type type : types)
        kept.push_back(shortType(type));
  };
  module.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (!op->hasAttr(kImplicitAttr))
      keep(op->getLoc(), op->getResultTypes());
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments())
          keep(argument.getLoc(), argument.getType());
  });
}

// Errors that only show when trainers are expanded and state is threaded.
void Reader::checkPrograms(ModuleOp module) {
  PassManager manager(module.getContext());
  manager.addPass(createExpandTrainersPass());
  manager.addPass(createFlattenLetPass());
  manager.addPass(createResolveModesPass());
  manager.addPass(createThreadStatePass());
  // What it finds has been reported.
  (void)manager.run(module);
}

void Reader::run() {
  DialectRegistry registry;
  registry.insert<LeatDialect>();
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.printOpOnDiagnostic(false);
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    analysis.messages.push_back(messageOf(diagnostic));
    return success();
  });
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(
      llvm::MemoryBuffer::getMemBuffer(source.text(), path), llvm::SMLoc());
  OwningOpRef<ModuleOp> module =
      parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
  if (!module)
    return;
  analysis.typed = true;
  keepTypes(*module);
  checkPrograms(*module);
}

// How deep the text nests: brackets, and signs in a row.
static size_t deepest(const Source &source, size_t &where) {
  size_t depth = 0, signs = 0, most = 0;
  for (const Token &token : source.tokens()) {
    StringRef text = source.spelling(token);
    signs = text == "-" ? signs + 1 : 0;
    if (StringRef("([{<").contains(text))
      ++depth;
    else if (StringRef(")]}>").contains(text) && depth > 0)
      --depth;
    if (depth + signs > most) {
      most = depth + signs;
      where = token.begin;
    }
  }
  return most;
}

Analysis::Analysis(const Source &source, const std::string &path) {
  size_t where = 0;
  if (deepest(source, where) > kDeepest) {
    messages.push_back(
        {llvm::lsp::DiagnosticSeverity::Error,
         where,
         "brackets are nested more than " + std::to_string(kDeepest) + " deep",
         {}});
    return;
  }
  constexpr unsigned kStackBytes = 256u << 20;
  llvm::thread worker(std::optional<unsigned>(kStackBytes),
                      [&] { Reader(*this, source, path).run(); });
  worker.join();
}

} // namespace leat::lsp
