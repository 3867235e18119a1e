//===- Gif.h - GIF files that move ------------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Through giflib. A frame has at most 256 colors: more are rounded.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_GIF_H
#define LEAT_TOOLS_PLOT_GIF_H

#include "runtime/io/Animation.h"

namespace leat::plot {

/// Writes a GIF file, atomically. Frames of at most 256 colors, such as all
/// grey ones, are exact; others have the colors that giflib chooses, of 5 bits
/// a channel. Delays are rounded to a hundredth of a second. Errors: those of a
/// frame; frames of more than 65535 pixels a side; a disk error; out of memory.
rt::Status saveGif(const rt::Animation &animation, const std::string &path);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_GIF_H
