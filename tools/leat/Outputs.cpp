//===- Outputs.cpp - where a command is going to write ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the operating system thinks of a path is asked by the very calls that
// write there later.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Outputs.h"
#include "runtime/io/File.h"

#include <filesystem>

using namespace leat;
using namespace leat::cli;
namespace fs = std::filesystem;

// A folder that is missing is made later, in the nearest one that is there.
static rt::Status checkFolder(const std::string &path) {
  std::error_code ignored;
  fs::path there = fs::absolute(path, ignored).lexically_normal();
  while (!fs::exists(there, ignored) && there.has_relative_path())
    there = there.parent_path();
  return rt::AtomicFile::create(there / "leat")
      .status()
      .at("--output-dir '" + path + "'");
}

rt::Status cli::checkOutputs(const Command &command,
                             const Arguments &arguments) {
  for (const Option &option : command.options)
    for (const std::string &path : arguments.all(option.name)) {
      if (path.empty() || path == "-")
        continue;
      if (option.kind == Option::WritesFile)
        LEAT_TRY(rt::AtomicFile::create(path).status());
      if (option.kind == Option::WritesFolder)
        LEAT_TRY(checkFolder(path));
    }
  return {};
}
