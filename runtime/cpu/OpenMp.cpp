//===- OpenMp.cpp - the thread pool that parallel kernels use -------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/OpenMp.h"
#include <algorithm>
#include <dlfcn.h>

namespace leat {

namespace {
struct Library {
  void *handle = nullptr;
  std::string error;
};
} // namespace

/// Opens libomp once. Symbols are looked up in this handle, never in the
/// process: another OpenMP runtime (gcc's, under a BLAS) may be loaded too
/// and has functions of the same names.
static const Library &library() {
  static const Library found = [] {
    Library result;
    for (const char *name : {"libomp.so.5", "libomp.so"}) {
      result.handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
      if (result.handle)
        return result;
      const char *reason = dlerror();
      result.error = std::string("cannot open LLVM's OpenMP library: ") +
                     (reason ? reason : "no reason given");
    }
    return result;
  }();
  return found;
}

void *openMpSymbol(const char *name) {
  void *handle = library().handle;
  return handle ? dlsym(handle, name) : nullptr;
}

std::string openMpError() {
  const Library &found = library();
  return found.handle ? std::string() : found.error;
}

/// A function of libomp; null where there is no libomp.
template <typename Signature> static Signature *find(const char *name) {
  return reinterpret_cast<Signature *>(openMpSymbol(name));
}

bool setThreads(int count) {
  static auto *const set = find<void(int)>("omp_set_num_threads");
  static auto *const setDynamic = find<void(int)>("omp_set_dynamic");
  count = std::max(count, 1);
  if (!set || !setDynamic)
    return count == 1;
  setDynamic(0); // as many as asked for, whatever the load
  set(count);
  return true;
}

int threads() {
  static auto *const get = find<int()>("omp_get_max_threads");
  return get ? get() : 1;
}

} // namespace leat
