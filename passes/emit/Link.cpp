//===- Link.cpp - objects to a shared object ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Symbols are checked before anything is linked, so that a missing one can be
// named, and only libraries that are called are linked to.
//
//===----------------------------------------------------------------------===//

#include "passes/emit/Link.h"
#include "lld/Common/Driver.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <dlfcn.h>
#include <link.h>
#include <mutex>

LLD_HAS_DRIVER(elf)

namespace leat {

/// Functions of libm that LLVM makes calls of; each is there for f64 and, with
/// an 'f' behind its name, for f32.
static constexpr llvm::StringLiteral kMath[] = {
    "acos",  "acosh",  "asin", "asinh",     "atan",  "atan2", "atanh", "cbrt",
    "ceil",  "cos",    "cosh", "erf",       "erfc",  "exp",   "exp2",  "expm1",
    "floor", "fma",    "fmax", "fmin",      "fmod",  "log",   "log10", "log1p",
    "log2",  "lgamma", "pow",  "nearbyint", "rint",  "round", "sin",   "sinh",
    "sqrt",  "tan",    "tanh", "trunc",     "tgamma"};
static constexpr llvm::StringLiteral kMemory[] = {"memcpy", "memmove", "memset",
                                                  "malloc", "free"};

/// The library that has a function which compiled code may call; empty for
/// every other name.
static llvm::StringRef libraryOf(llvm::StringRef name) {
  if (name.starts_with("__kmpc_") || name.starts_with("omp_get_"))
    return "libomp.so.5";
  if (llvm::is_contained(kMemory, name))
    return "libc.so.6";
  for (llvm::StringRef function : kMath)
    if (name == function || (name.size() == function.size() + 1 &&
                             name.starts_with(function) && name.back() == 'f'))
      return "libm.so.6";
  return "";
}

namespace {
/// The symbols of a set of objects.
struct Interface {
  llvm::StringSet<> defined;
  llvm::StringSet<> needed;
};

/// A folder for the linker's files, deleted with all that is in it.
class Folder {
public:
  static llvm::Expected<Folder> create() {
    Folder folder;
    if (std::error_code error =
            llvm::sys::fs::createUniqueDirectory("leat-link", folder.path))
      return llvm::createStringError(
          "cannot link compiled code: no temporary folder: " + error.message());
    return folder;
  }
  Folder(Folder &&other) : path(other.path) { other.path.clear(); }
  ~Folder() {
    if (!path.empty())
      llvm::sys::fs::remove_directories(path);
  }
  std::string file(const llvm::Twine &name) const {
    return (path + "/" + name).str();
  }

private:
  Folder() = default;
  llvm::SmallString<64> path;
};
} // namespace

/// Adds the symbols of one object to `interface`.
static llvm::Error readSymbols(llvm::StringRef bytes, Interface &interface) {
  using llvm::object::SymbolRef;
  llvm::Expected<std::unique_ptr<llvm::object::ObjectFile>> object =
      llvm::object::ObjectFile::createObjectFile(
          llvm::MemoryBufferRef(bytes, "kernel"));
  if (!object)
    return llvm::createStringError("cannot read compiled code: " +
                                   llvm::toString(object.takeError()));
  for (const SymbolRef &symbol : (*object)->symbols()) {
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    llvm::Expected<llvm::StringRef> name = symbol.getName();
    if (!flags || !name) {
      llvm::consumeError(flags.takeError());
      llvm::consumeError(name.takeError());
      return llvm::createStringError("cannot read compiled code: its symbol "
                                     "table is damaged");
    }
    if (name->empty() || !(*flags & SymbolRef::SF_Global))
      continue;
    if (*flags & SymbolRef::SF_Undefined)
      interface.needed.insert(*name);
    else if (!interface.defined.insert(*name).second)
      return llvm::createStringError("symbol '" + *name +
                                     "' is defined by two kernels");
  }
  return llvm::Error::success();
}

/// The path of a library, as the system's loader finds it.
static llvm::Expected<std::string> findLibrary(llvm::StringRef name) {
  void *handle = dlopen(name.str().c_str(), RTLD_LAZY | RTLD_LOCAL);
  link_map *map = nullptr;
  if (!handle || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0) {
    const char *reason = dlerror();
    return llvm::createStringError("cannot link compiled code: " +
                                   llvm::Twine(reason ? reason : name.data()));
  }
  // Stays open: code that is linked to it will be loaded next.
  return std::string(map->l_name);
}

/// The paths of the libraries that what is needed lies in.
static llvm::Expected<std::vector<std::string>>
findLibraries(const Interface &interface) {
  llvm::StringSet<> names;
  for (const auto &symbol : interface.needed) {
    if (interface.defined.contains(symbol.getKey()))
      continue;
    llvm::StringRef library = libraryOf(symbol.getKey());
    if (library.empty())
      return llvm::createStringError(
          "compiled code calls '" + symbol.getKey() +
          "', which is no function of the libraries that it may use");
    names.insert(library);
  }
  std::vector<std::string> paths;
  for (const auto &name : names) {
    llvm::Expected<std::string> path = findLibrary(name.getKey());
    if (!path)
      return path.takeError();
    paths.push_back(std::move(*path));
  }
  llvm::sort(paths);
  return paths;
}

static llvm::Error writeObject(const std::string &path, llvm::StringRef bytes) {
  std::error_code error;
  llvm::raw_fd_ostream stream(path, error);
  if (!error) {
    stream << bytes;
    stream.close();
    error = stream.error();
    stream.clear_error();
  }
  if (error)
    return llvm::createStringError("cannot link compiled code: " + path + ": " +
                                   error.message());
  return llvm::Error::success();
}

/// Runs LLVM's linker, which has global state, so one call at a time.
static llvm::Error runLinker(const std::vector<std::string> &words) {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  std::vector<const char *> arguments;
  for (const std::string &word : words)
    arguments.push_back(word.c_str());
  std::string text;
  llvm::raw_string_ostream stream(text);
  lld::Result result = lld::lldMain(arguments, llvm::nulls(), stream,
                                    {{lld::Gnu, &lld::elf::link}});
  if (result.retCode == 0 && result.canRunAgain)
    return llvm::Error::success();
  return llvm::createStringError("cannot link compiled code: " +
                                 llvm::StringRef(text).rtrim());
}

llvm::Expected<EmitBuffer> linkShared(llvm::ArrayRef<llvm::StringRef> objects) {
  Interface interface;
  for (llvm::StringRef object : objects)
    if (llvm::Error error = readSymbols(object, interface))
      return std::move(error);
  llvm::Expected<std::vector<std::string>> libraries = findLibraries(interface);
  if (!libraries)
    return libraries.takeError();
  llvm::Expected<Folder> folder = Folder::create();
  if (!folder)
    return folder.takeError();
  std::string output = folder->file("model.so");
  std::vector<std::string> words = {
      "ld.lld", "-shared",         "-Bsymbolic",       "--threads=1",    "-z",
      "now",    "--build-id=none", "--hash-style=gnu", "--no-rosegment", "-o",
      output};
  for (auto [i, object] : llvm::enumerate(objects)) {
    words.push_back(folder->file(llvm::Twine(i) + ".o"));
    if (llvm::Error error = writeObject(words.back(), object))
      return std::move(error);
  }
  words.insert(words.end(), libraries->begin(), libraries->end());
  if (llvm::Error error = runLinker(words))
    return std::move(error);
  auto bytes = llvm::MemoryBuffer::getFile(output);
  if (!bytes)
    return llvm::createStringError("cannot link compiled code: " + output +
                                   ": " + bytes.getError().message());
  return EmitBuffer((*bytes)->getBufferStart(), (*bytes)->getBufferEnd());
}

} // namespace leat
