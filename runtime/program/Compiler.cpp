//===- Compiler.cpp - the compiler's library, found and opened --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Compiler.h"
#include "runtime/Beside.h"
#include "runtime/program/Includes.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <filesystem>
#include <sys/stat.h>

using namespace leat;

static constexpr char kLibrary[] = "libleat-compiler.so";

rt::Result<ModelSource> ModelSource::read(const std::string &path) {
  ModelSource source;
  source.name = path;
  source.folder = std::filesystem::path(path).parent_path().string();
  if (source.folder.empty())
    source.folder = ".";
  // A pipe or a terminal is as good as a file; a folder opens like one, and
  // the first read fails (C++ streams end the program then).
  std::FILE *file = std::fopen(path.c_str(), "rb");
  char piece[4096];
  for (size_t count;
       file && (count = std::fread(piece, 1, sizeof piece, file));)
    source.text.append(piece, count);
  bool isRead = file && !std::ferror(file);
  int reason = errno;
  if (file)
    std::fclose(file);
  if (!isRead)
    return rt::userError("can not read '", path, "': ", std::strerror(reason));
  return source;
}

std::string ModelSource::identity() const {
  std::string identity = text + includedTexts(text, folder);
  for (const auto &[config, value] : configs)
    identity += "\n--set " + config + "=" + value;
  if (floatType)
    identity += "\n--float " + std::string(rt::nameOf(*floatType));
  if (memoryBudget)
    identity += "\n--memory-budget " + std::to_string(*memoryBudget);
  return identity;
}

static const std::string &libraryPath() {
  static const std::string path = [] {
    std::string beside = rt::findBeside(kLibrary);
    return beside.empty() ? std::string(kLibrary) : beside;
  }();
  return path;
}

static rt::Result<const CompilerLibrary *> openLibrary() {
  // Never closed: what it makes has code in it.
  void *handle = ::dlopen(libraryPath().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return rt::unavailableError("the compiler is needed and can not be "
                                "opened: ",
                                ::dlerror());
  void *get = ::dlsym(handle, kCompilerSymbol);
  const auto *version =
      static_cast<const char *>(::dlsym(handle, "leatCompilerVersion"));
  if (!get || !version || std::string_view(version) != LEAT_VERSION)
    return rt::unavailableError("the compiler in '", libraryPath(), "' is ",
                                version ? version : "of no known version",
                                ", expected " LEAT_VERSION);
  return reinterpret_cast<GetCompilerLibrary *>(get)();
}

rt::Result<const CompilerLibrary *> leat::compilerLibrary() {
  static const rt::Result<const CompilerLibrary *> library = openLibrary();
  return library;
}

std::string leat::compilerId() {
  std::string id = "leat " LEAT_VERSION ", " + libraryPath();
  // Another build is another file.
  struct stat facts;
  if (::stat(libraryPath().c_str(), &facts) == 0)
    id += ", " + std::to_string(facts.st_size) + " bytes of " +
          std::to_string(facts.st_mtim.tv_sec) + "." +
          std::to_string(facts.st_mtim.tv_nsec);
  return id;
}
