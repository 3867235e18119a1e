//===- Animation.h - pictures that move -------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Frames are made one after the other while the file is written: a long
// trajectory of large pictures need not fit into memory.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_ANIMATION_H
#define LEAT_RUNTIME_IO_ANIMATION_H

#include "runtime/io/Image.h"

#include <functional>

namespace leat::rt {

/// Pictures of one size, one after the other, over and over again.
struct Animation {
  int64_t frames = 0; ///< at least 1
  int64_t delay = 0;  ///< how long each is shown: 1 to 65535 milliseconds
  /// Makes the frame of that number; called once for each, in order.
  std::function<Result<Picture>(int64_t)> draw;
};

/// Writes a PNG file that moves (APNG), atomically; what does not know the
/// extension shows the first frame. Errors: those of a frame; a disk error; out
/// of memory.
Status writeApng(const std::string &path, const Animation &animation);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_ANIMATION_H
