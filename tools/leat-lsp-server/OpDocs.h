//===- OpDocs.h - the entries of docs/ops.md --------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_LEATLSPSERVER_OPDOCS_H
#define LEAT_LEATLSPSERVER_OPDOCS_H

#include "llvm/ADT/StringMap.h"
#include <string>
#include <vector>

namespace leat::lsp {

/// What docs/ops.md says of one op.
struct OpDoc {
  /// One line: "Largest element along axes".
  std::string summary;
  /// Markdown: constraints, an example, then operands and attributes.
  std::string text;
};

/// The entry of an op (`relu`, without prefix); null if there is none.
const OpDoc *findOpDoc(llvm::StringRef name);

/// The names of all ops that have an entry, in alphabetical order.
std::vector<llvm::StringRef> documentedOps();

} // namespace leat::lsp

#endif // LEAT_LEATLSPSERVER_OPDOCS_H
