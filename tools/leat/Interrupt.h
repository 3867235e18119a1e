//===- Interrupt.h - a person, or a system, asks to stop --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The first SIGINT or SIGTERM is a wish, the second one the end.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_INTERRUPT_H
#define LEAT_TOOLS_LEAT_INTERRUPT_H

namespace leat::cli {

/// The exit code of work that was interrupted and saved.
inline constexpr int kInterruptedCode = 130;

/// From now on the first SIGINT or SIGTERM only makes wasInterrupted() true,
/// and says so on stderr; a second one ends the process at once.
void catchInterrupts();

/// Whether there was one.
bool wasInterrupted();

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_INTERRUPT_H
