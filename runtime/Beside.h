//===- Beside.h - files that lie beside a program ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parts that are opened when they are needed are found without any setting.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_BESIDE_H
#define LEAT_RUNTIME_BESIDE_H

#include <string>
#include <string_view>

namespace leat::rt {

/// The path of a file of that name in the folder of the program or library
/// that this code is in, or in ../lib seen from there; empty where there is
/// none.
std::string findBeside(std::string_view name);

} // namespace leat::rt

#endif // LEAT_RUNTIME_BESIDE_H
