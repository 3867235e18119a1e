//===- Loader.cpp - from object files in memory to functions --------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Symbols are resolved before anything is linked: which are needed is read
// from the objects, so that a missing one can be named, and libomp is opened
// only where it is called.
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/Loader.h"
#include "runtime/cpu/OpenMp.h"
#include "runtime/jit/Symbols.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include <mutex>

namespace leat {

namespace {
/// The symbols of a set of objects.
struct Interface {
  llvm::StringSet<> defined;
  llvm::SetVector<llvm::StringRef> needed;
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

/// Where a needed symbol lies; null where nobody has it.
static void *resolve(llvm::StringRef name, llvm::ArrayRef<Symbol> symbols) {
  for (llvm::ArrayRef<Symbol> table : {symbols, baseSymbols()})
    for (const Symbol &symbol : table)
      if (name == symbol.name)
        return symbol.address;
  if (name.starts_with("__kmpc_") || name.starts_with("omp_"))
    return openMpSymbol(name.str().c_str());
  return nullptr;
}

static llvm::Error missingSymbol(llvm::StringRef name) {
  std::string reason = name.starts_with("__kmpc_") ? openMpError() : "";
  return llvm::createStringError("compiled code calls '" + name +
                                 "', which neither the runtime nor libm has" +
                                 (reason.empty() ? "" : " (" + reason + ")"));
}

/// An empty linker for this machine.
static llvm::Expected<std::unique_ptr<llvm::orc::LLJIT>> createLinker() {
  static std::once_flag once;
  std::call_once(once, [] { llvm::InitializeNativeTarget(); });
  return llvm::orc::LLJITBuilder()
      // No static constructors to run, no exceptions to register.
      .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
      // What is not in the table must not be found by chance.
      .setLinkProcessSymbolsByDefault(false)
      .create();
}

Loader::Loader() = default;
Loader::~Loader() = default;

llvm::Expected<std::unique_ptr<Loader>>
Loader::load(llvm::ArrayRef<llvm::StringRef> objects,
             llvm::ArrayRef<Symbol> symbols) {
  Interface interface;
  for (llvm::StringRef object : objects)
    if (llvm::Error error = readSymbols(object, interface))
      return std::move(error);

  auto linker = createLinker();
  if (!linker)
    return linker.takeError();
  std::unique_ptr<Loader> loader(new Loader);
  loader->jit = std::move(*linker);
  llvm::orc::LLJIT &jit = *loader->jit;

  llvm::orc::SymbolMap bound;
  for (llvm::StringRef name : interface.needed) {
    if (interface.defined.contains(name))
      continue;
    void *address = resolve(name, symbols);
    if (!address)
      return missingSymbol(name);
    bound[jit.mangleAndIntern(name)] = {
        llvm::orc::ExecutorAddr::fromPtr(address),
        llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
  }
  llvm::orc::JITDylib &library = jit.getMainJITDylib();
  if (llvm::Error error = library.define(llvm::orc::absoluteSymbols(bound)))
    return std::move(error);
  for (const auto &symbol : interface.defined)
    loader->addresses[symbol.getKey()] = nullptr;
  if (llvm::Error error = loader->link(objects))
    return std::move(error);
  return loader;
}

/// Links now rather than at the first look-up, so that what goes wrong is said
/// by `load`. LLVM's linker reports the cause to the session and returns only
/// what failed with it; the cause is what a person needs.
llvm::Error Loader::link(llvm::ArrayRef<llvm::StringRef> objects) {
  std::string cause;
  jit->getExecutionSession().setErrorReporter([&](llvm::Error error) {
    cause += (cause.empty() ? "" : "; ") + llvm::toString(std::move(error));
  });
  auto linkAll = [&]() -> llvm::Error {
    for (llvm::StringRef object : objects)
      if (llvm::Error error = jit->addObjectFile(
              llvm::MemoryBuffer::getMemBufferCopy(object, "kernel")))
        return error;
    for (auto &entry : addresses) {
      auto address = jit->lookup(entry.getKey());
      if (!address)
        return address.takeError();
      entry.second = address->toPtr<void *>();
    }
    return llvm::Error::success();
  };
  llvm::Error error = linkAll();
  jit->getExecutionSession().setErrorReporter(llvm::consumeError);
  if (!error)
    return error;
  std::string symptom = llvm::toString(std::move(error));
  return llvm::createStringError("cannot link compiled code: " +
                                 (cause.empty() ? symptom : cause));
}

llvm::Expected<void *> Loader::lookup(llvm::StringRef name) const {
  auto found = addresses.find(name);
  if (found == addresses.end())
    return llvm::createStringError("compiled code has no function '" + name +
                                   "'");
  return found->second;
}

} // namespace leat
