//===- Interrupt.cpp - a person, or a system, asks to stop ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Any thread may get the signal; the handler does what is safe in one.
//
//===----------------------------------------------------------------------===//

#include "tools/leat/Interrupt.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <unistd.h>

using namespace leat;

static std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "used in a handler");

static void onSignal(int) {
  int error = errno;
  interrupted = true;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  constexpr std::string_view kText =
      "\ninterrupted: finishing the step (once more ends at once)\n";
  [[maybe_unused]] ssize_t count =
      ::write(STDERR_FILENO, kText.data(), kText.size());
  errno = error;
}

void cli::catchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART; // reading and writing files goes on
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

bool cli::wasInterrupted() { return interrupted; }
