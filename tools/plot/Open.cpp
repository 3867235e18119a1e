//===- Open.cpp - finds and opens what draws --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The only file of this folder that is part of `leat` itself.
//
//===----------------------------------------------------------------------===//

#include "runtime/Beside.h"
#include "tools/plot/Library.h"

#include <dlfcn.h>

using namespace leat;

rt::Result<const plot::Library *> plot::library() {
  static constexpr char kName[] = "libleat-plot.so";
  std::string beside = rt::findBeside(kName);
  // Never closed: opened once a process, at the end of a command.
  void *handle =
      ::dlopen(beside.empty() ? kName : beside.c_str(), RTLD_NOW | RTLD_LOCAL);
  void *get = handle ? ::dlsym(handle, kLibrarySymbol) : nullptr;
  if (!get)
    return rt::unavailableError("what draws can not be opened: ", ::dlerror());
  return reinterpret_cast<GetLibrary *>(get)();
}
