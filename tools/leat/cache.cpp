//===- cache.cpp - leat cache: the compiled code on disk --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shows where it lies and how much there is; --clear deletes it.
//
//===----------------------------------------------------------------------===//

#include "runtime/Cache.h"
#include "tools/leat/Commands.h"

#include <cinttypes>
#include <cstdio>

using namespace leat;
using namespace leat::cli;

static rt::Result<int> cache(const Arguments &arguments) {
  Cache cache;
  if (cache.directory().empty())
    return rt::userError("there is no cache directory: none of LEAT_CACHE_DIR, "
                         "XDG_CACHE_HOME and HOME is set");
  if (arguments.has("--clear")) {
    std::printf("deleted %" PRIu64 " entries\n", cache.clear());
    return 0;
  }
  CacheUsage usage = cache.usage();
  std::printf("directory  %s\nentries    %" PRIu64 "\nbytes      %" PRIu64 "\n",
              cache.directory().c_str(), usage.entries, usage.bytes);
  return 0;
}

Command cli::cacheCommand() {
  return {"cache",
          "",
          "show or clear the cache of compiled code",
          "leat cache --clear",
          {{"--clear", "", "delete all entries"}},
          cache,
          0};
}
