//===- Target.cpp - the processor that code is made for -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Finds out about the host and checks the names that a user gives.
//
//===----------------------------------------------------------------------===//

#include "passes/Target.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"
#include <mutex>
#include <unistd.h>
#include <vector>

namespace leat {

static void registerTargets() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargets();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllAsmPrinters();
  });
}

/// A model that "prefers 256 bit" would split our explicit 512-bit vectors'
/// helpers (memcpy, SLP) and mix widths; what we emit is chosen for the
/// widest register.
static constexpr llvm::StringLiteral kNoPrefer256 = "-prefer-256-bit";

static std::string hostFeatures(const llvm::Triple &triple) {
  std::vector<std::string> features;
  for (const auto &feature : llvm::sys::getHostCPUFeatures())
    features.push_back((feature.second ? "+" : "-") + feature.first().str());
  // A StringMap has no order of its own, and the string is part of cache keys.
  std::sort(features.begin(), features.end());
  if (triple.isX86())
    features.push_back(kNoPrefer256.str());
  return llvm::join(features, ",");
}

/// Fills in what follows from the instruction set.
static void readVectorUnit(TargetInfo &target,
                           const llvm::MCSubtargetInfo &subtarget) {
  llvm::Triple triple(target.triple);
  auto has = [&](llvm::StringRef name) {
    return subtarget.checkFeatures(("+" + name).str());
  };
  if (triple.isAArch64()) {
    target.vectorBytes = 16;
    target.vectorRegisters = 32;
    target.hasFma = true;
  } else if (triple.isX86()) {
    bool wide = has("avx512f");
    target.vectorBytes = wide ? 64 : has("avx") ? 32 : 16;
    target.vectorRegisters = wide ? 32 : 16;
    target.hasFma = wide || has("fma");
  }
}

/// Cache sizes of this machine; glibc answers 0 where it does not know.
static void readHostCaches(TargetInfo &target) {
  auto read = [](int name, int64_t &bytes) {
    if (long value = sysconf(name); value > 0)
      bytes = value;
  };
  read(_SC_LEVEL1_DCACHE_SIZE, target.l1Bytes);
  read(_SC_LEVEL2_CACHE_SIZE, target.l2Bytes);
  read(_SC_LEVEL3_CACHE_SIZE, target.l3Bytes);
}

static const llvm::Target *findTarget(const std::string &triple,
                                      std::string &error) {
  registerTargets();
  return llvm::TargetRegistry::lookupTarget(llvm::Triple(triple), error);
}

static llvm::Error unknownTriple(llvm::StringRef triple) {
  return llvm::createStringError("unknown target triple '" + triple +
                                 "', expected one such as " +
                                 llvm::sys::getDefaultTargetTriple());
}

const TargetInfo &TargetInfo::host() {
  static const TargetInfo info = [] {
    TargetInfo target;
    target.triple = llvm::sys::getProcessTriple();
    target.cpu = llvm::sys::getHostCPUName().str();
    target.features = hostFeatures(llvm::Triple(target.triple));
    readHostCaches(target);
    std::string error;
    if (const llvm::Target *found = findTarget(target.triple, error)) {
      std::unique_ptr<llvm::MCSubtargetInfo> subtarget(
          found->createMCSubtargetInfo(llvm::Triple(target.triple), target.cpu,
                                       target.features));
      readVectorUnit(target, *subtarget);
    }
    return target;
  }();
  return info;
}

llvm::Expected<TargetInfo> TargetInfo::create(llvm::StringRef triple,
                                              llvm::StringRef cpu) {
  bool ownTriple = triple.empty() || triple == host().triple;
  if (ownTriple && (cpu == "native" || (cpu.empty() && triple.empty())))
    return host();
  TargetInfo target;
  target.triple = ownTriple ? host().triple : triple.str();
  llvm::Triple parsed(target.triple);
  target.cpu = !cpu.empty()                               ? cpu.str()
               : parsed.getArch() == llvm::Triple::x86_64 ? "x86-64"
                                                          : "generic";
  if (parsed.isX86())
    target.features = kNoPrefer256.str();
  std::string error;
  const llvm::Target *found = findTarget(target.triple, error);
  if (!found)
    return unknownTriple(triple);
  // Asked with a baseline first: an unknown name would be reported by LLVM
  // itself, on stderr.
  std::unique_ptr<llvm::MCSubtargetInfo> baseline(
      found->createMCSubtargetInfo(parsed, "", ""));
  if (!baseline || !baseline->isCPUStringValid(target.cpu))
    return llvm::createStringError("unknown cpu '" + target.cpu +
                                   "' for target triple '" + target.triple +
                                   "'");
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget(
      found->createMCSubtargetInfo(parsed, target.cpu, target.features));
  readVectorUnit(target, *subtarget);
  return target;
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const TargetInfo &target, llvm::CodeGenOptLevel level) {
  std::string error;
  const llvm::Target *found = findTarget(target.triple, error);
  if (!found)
    return unknownTriple(target.triple);
  llvm::TargetOptions options;
  // The value contract: a multiply and an add are never fused behind our back.
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  std::unique_ptr<llvm::TargetMachine> machine(found->createTargetMachine(
      llvm::Triple(target.triple), target.cpu, target.features, options,
      llvm::Reloc::PIC_, std::nullopt, level));
  if (!machine)
    return llvm::createStringError("no code generator for target triple '" +
                                   target.triple + "'");
  return machine;
}

} // namespace leat
