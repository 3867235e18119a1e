//===- Diagnostics.cpp - the compiler's messages as errors ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The parts of a message: severity, place, text, and notes.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Diagnostics.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace leat;

rt::SourcePlace Diagnostics::placeOf(Location location) {
  auto place = location->findInstanceOf<FileLineColLoc>();
  if (!place)
    return {};
  return {place.getFilename().str(), place.getLine(), place.getColumn()};
}

static const char *wordFor(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Error:
    return "error";
  case DiagnosticSeverity::Warning:
    return "warning";
  case DiagnosticSeverity::Remark:
    return "remark";
  case DiagnosticSeverity::Note:
    break;
  }
  return "note";
}

rt::Diagnostic Diagnostics::partOf(Diagnostic &diagnostic) {
  rt::Diagnostic part;
  part.severity = wordFor(diagnostic.getSeverity());
  part.place = placeOf(diagnostic.getLocation());
  part.message = diagnostic.str();
  // From where it was called, from inside to outside.
  auto call = diagnostic.getLocation()->findInstanceOf<CallSiteLoc>();
  while (call) {
    part.notes.push_back(
        {"note", placeOf(call.getCaller()), "called from", {}});
    call = call.getCaller()->findInstanceOf<CallSiteLoc>();
  }
  for (Diagnostic &note : diagnostic.getNotes())
    part.notes.push_back(partOf(note));
  return part;
}
