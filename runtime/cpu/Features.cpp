//===- Features.cpp - which instructions this processor has ---------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Features.h"
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <sys/utsname.h>
#if defined(__x86_64__)
#include <cpuid.h>
#else
#include <sys/auxv.h>
#endif

namespace leat {

static void append(std::string &text, uint64_t word) {
  char digits[20];
  std::snprintf(digits, sizeof digits, ".%llx", (unsigned long long)word);
  text += digits;
}

#if defined(__x86_64__)
/// The cpuid leaves that hold model and features. Fields that differ between
/// the cores of one machine (APIC id in leaf 1, ebx) are left out.
static void appendFeatures(std::string &text) {
  struct Leaf {
    unsigned leaf, subleaf;
    bool eax, ebx;
  };
  static constexpr Leaf leaves[] = {{0, 0, true, true},
                                    {1, 0, true, false},
                                    {7, 0, true, true},
                                    {7, 1, true, true},
                                    {0x80000001, 0, false, false}};
  for (const Leaf &leaf : leaves) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    __get_cpuid_count(leaf.leaf, leaf.subleaf, &a, &b, &c, &d);
    append(text, leaf.eax ? a : 0);
    append(text, leaf.ebx ? b : 0);
    append(text, c);
    append(text, d);
  }
  // Which registers the operating system saves (the XCR0 register), where
  // it says that it does so.
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) && (c & bit_OSXSAVE)) {
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    append(text, uint64_t(high) << 32 | low);
  }
}
#else
static void appendFeatures(std::string &text) {
  append(text, getauxval(AT_HWCAP));
  append(text, getauxval(AT_HWCAP2));
}
#endif

std::string cpuFeatures() {
  static const std::string features = [] {
    utsname system = {};
    uname(&system);
    std::string text = system.machine;
    appendFeatures(text);
    return text;
  }();
  return features;
}

std::string cpuName() {
#if defined(__x86_64__)
  // The brand string, in three leaves of sixteen letters.
  char name[49] = {};
  bool known = true;
  for (unsigned i = 0; i < 3; ++i) {
    unsigned words[4];
    known &= __get_cpuid(0x80000002 + i, &words[0], &words[1], &words[2],
                         &words[3]) != 0;
    std::memcpy(name + 16 * i, words, sizeof words);
  }
  std::string text(name + std::strspn(name, " "));
  text.erase(text.find_last_not_of(' ') + 1);
  if (known && !text.empty())
    return text;
#endif
  utsname system = {};
  uname(&system);
  return system.machine;
}

} // namespace leat
