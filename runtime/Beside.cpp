//===- Beside.cpp - files that lie beside a program -------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The system's loader knows which file holds a function.
//
//===----------------------------------------------------------------------===//
#include "runtime/Beside.h"

#include <dlfcn.h>
#include <filesystem>

using namespace leat;

std::string rt::findBeside(std::string_view name) {
  Dl_info here;
  if (!::dladdr(reinterpret_cast<void *>(&findBeside), &here))
    return "";
  std::error_code failed;
  std::filesystem::path file =
      std::filesystem::canonical(here.dli_fname, failed);
  if (failed) // started by name: the system knows the file
    file = std::filesystem::canonical("/proc/self/exe", failed);
  for (const char *folder : {"", "../lib"}) {
    auto candidate = file.parent_path() / folder / name;
    if (std::filesystem::exists(candidate, failed))
      return candidate.string();
  }
  return "";
}
