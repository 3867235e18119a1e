//===- Report.cpp - what 'print' writes -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "runtime/Report.h"
#include "runtime/Print.h"

#include <cstdio>

namespace leat::rt {

std::string namedText(const std::string &name, const Tensor &tensor) {
  std::string text = toString(tensor);
  bool isLong = text.find('\n') != std::string::npos;
  return name + " =" + (isLong ? "\n" : " ") + text + "\n";
}

// At once: what other threads write does not stand in between.
static void write(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void report(const PrintRecord &print) {
  write(print.label.value_or("") + "\n");
}

void report(const PrintRecord &print, size_t value, const Tensor &tensor) {
  const std::string &name = print.values[value].name;
  if (!print.label)
    return write(namedText(name, tensor));
  write(namedText(print.values.size() == 1 ? *print.label
                                           : *print.label + ": " + name,
                  tensor));
}

} // namespace leat::rt
