//===- OpDocs.cpp - the entries of docs/ops.md ----------------------------===//
//
// The page is generated from TableGen, and `./dev lint` says when it is stale;
// the build puts its text into OpsPage.inc.
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OpDocs.h"
#include "OpsPage.inc"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

using llvm::StringRef;

namespace leat::lsp {

// `<tr><td><code>axis</code></td><td>...</td><td>64-bit integer</td></tr>` or
// `| `x` | a tensor |` as one entry of a list; empty for all other lines.
static std::string readRow(StringRef line) {
  StringRef name, words;
  if (line.consume_front("<tr><td><code>")) {
    name = line.split("</code>").first;
    words = line.rsplit("<td>").second.split("</td>").first;
  } else if (line.consume_front("| `")) {
    name = line.split('`').first;
    words = line.split("` | ").second;
    words.consume_back(" |");
  } else {
    return {};
  }
  // Every declaration has it.
  if (name == "sym_name")
    return {};
  return ("- `" + llvm::Twine(name) + "`: " + words + "\n").str();
}

// With these begins what is for the compiler's own people.
static constexpr llvm::StringLiteral kAfterwards[] = {
    "Traits: ", "Interfaces: ", "Effects: ", "#### ", "# "};

static OpDoc readEntry(StringRef entry) {
  OpDoc doc;
  bool described = false;
  std::string rows;
  while (!entry.empty()) {
    StringRef line;
    std::tie(line, entry) = entry.split('\n');
    described |= llvm::any_of(
        kAfterwards, [&](StringRef start) { return line.starts_with(start); });
    if (described)
      rows += readRow(line);
    else if (doc.summary.empty() && line.consume_front("_"))
      doc.summary = line.drop_back().str();
    else
      doc.text += line.str() + "\n";
  }
  doc.text = StringRef(doc.text).trim().str();
  if (!rows.empty())
    doc.text += (doc.text.empty() ? "" : "\n\n") + rows;
  return doc;
}

static const llvm::StringMap<OpDoc> &entries() {
  static const llvm::StringMap<OpDoc> all = [] {
    llvm::StringMap<OpDoc> docs;
    StringRef page = kOpsPage;
    StringRef entry;
    std::tie(entry, page) = page.split("### `leat.");
    while (!page.empty()) {
      std::tie(entry, page) = page.split("### `leat.");
      auto [name, rest] = entry.split('`');
      docs[name] = readEntry(rest.split('\n').second);
    }
    return docs;
  }();
  return all;
}

const OpDoc *findOpDoc(StringRef name) {
  auto found = entries().find(name);
  return found == entries().end() ? nullptr : &found->second;
}

std::vector<StringRef> documentedOps() {
  std::vector<StringRef> names;
  for (const auto &entry : entries())
    names.push_back(entry.first());
  llvm::sort(names);
  return names;
}

} // namespace leat::lsp
