//===- info.cpp - leat info: what this machine has --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Version, processor, targets, threads, cache: what a report of a fault needs.
//
//===----------------------------------------------------------------------===//

#include "passes/Target.h"
#include "runtime/Cache.h"
#include "tools/compiler/Commands.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Config/llvm-config.h"

#include <cinttypes>
#include <cstdio>
#include <thread>

using namespace leat;
using namespace leat::cli;

// The features that the processor has, without the long list of those it has
// not.
static std::string presentFeatures(llvm::StringRef features) {
  std::string text;
  while (!features.empty()) {
    auto [feature, rest] = features.split(',');
    if (feature.consume_front("+"))
      text += (text.empty() ? "" : " ") + feature.str();
    features = rest;
  }
  return text;
}

static rt::Result<int> info(const Arguments &) {
  const TargetInfo &host = TargetInfo::host();
  Cache cache;
  std::printf("version    leat %s, LLVM %s\n", LEAT_VERSION,
              LLVM_VERSION_STRING);
  std::printf("cpu        %s (%s)\n", host.cpu.c_str(), host.triple.c_str());
  std::printf("vectors    %u registers of %u bytes%s\n", host.vectorRegisters,
              host.vectorBytes, host.hasFma ? ", fused multiply-add" : "");
  std::printf("caches     %" PRId64 " KiB, %" PRId64 " KiB, %" PRId64 " KiB\n",
              host.l1Bytes >> 10, host.l2Bytes >> 10, host.l3Bytes >> 10);
  std::printf("features   %s\n", presentFeatures(host.features).c_str());
  std::printf("threads    %u\n", std::thread::hardware_concurrency());
  std::printf("targets    cpu\n");
  CacheUsage usage = cache.usage();
  std::printf("cache      %s: %" PRIu64 " entries, %" PRIu64 " bytes\n",
              cache.directory().empty() ? "none" : cache.directory().c_str(),
              usage.entries, usage.bytes);
  return 0;
}

Command cli::infoCommand() {
  return {"info", "", "version, processor, targets, cache", "leat info", {},
          info,   0};
}
