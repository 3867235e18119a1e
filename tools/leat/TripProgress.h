//===- TripProgress.h - how far a call has come -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A sampler is one call: its loop counts its trips (docs/abi.md), and a thread
// looks at the number now and then.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_TRIPPROGRESS_H
#define LEAT_TOOLS_LEAT_TRIPPROGRESS_H

#include "runtime/Signature.h"

#include <string>
#include <thread>

namespace leat::cli {

/// Writes the progress of calls to stderr as long as it lives. What takes less
/// than a tenth of a second is not seen.
class TripProgress {
public:
  /// `trips` must outlive it.
  TripProgress(std::string label, const rt::TripCounter &trips);

private:
  void watch(const std::stop_token &end) const;

  std::string label;
  const rt::TripCounter &trips;
  std::jthread thread; ///< ends before the others do
};

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_TRIPPROGRESS_H
