//===- Samples.h - what a function samples, as pictures ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Images stand in a grid, points of a plane in a panel. What is drawn is looked
// at before the function runs, which may take long.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_SAMPLES_H
#define LEAT_TOOLS_LEAT_SAMPLES_H

#include "runtime/io/Animation.h"
#include "runtime/io/ImageGrid.h"
#include "tools/leat/FunctionFigure.h"

namespace leat::cli {

/// The function whose samples are drawn, if no other is named.
inline constexpr const char *kSampleEntry = "sample";

/// How samples are drawn.
struct SampleStyle {
  rt::ImageGridStyle grid; ///< of images
  plot::Figure page;       ///< of points; without panels
};

/// What --range and --columns say, and the page of pageFor(). Errors (usage):
/// --range is not two numbers that differ, --columns is below 1.
rt::Result<SampleStyle> readSampleStyle(const Arguments &arguments,
                                        const FunctionInfo &function);

/// Makes a function ready to run. Extents that only results have and nobody
/// gives a size get one that fits a picture: 16 images, 1000 points. Errors: it
/// has no result; those of Function::signature().
rt::Result<const rt::EntrySignature *>
prepareSampler(Program &program, const Function &function,
               const rt::NamedTensors &inputs);

/// Whether a result can be drawn: images [n, C, H, W], C 1 or 3, or [n, H, W],
/// W > 2, or points [n, 2].
bool canBeDrawn(const rt::TensorSignature &result);

/// Errors: it can not, which says the result of what function it is.
rt::Status checkSamples(const rt::TensorSignature &result,
                        const FunctionInfo &function);

/// The same of steps: a result whose parts along its first axis can be drawn.
rt::Status checkTrajectory(const rt::TensorSignature &result,
                           const FunctionInfo &function);

/// Draws samples to a PNG file, atomically. Errors: those of writeImageGrid(),
/// of what draws, of the disk.
rt::Status drawSamples(const std::string &path, const std::string &name,
                       const rt::Tensor &samples, const SampleStyle &style);

/// The steps of a trajectory as `frames` pictures, the first and the last one
/// among them; all steps where there are no more. Points are drawn in the range
/// of all steps. Errors: what draws is not there.
rt::Result<rt::Animation> animateTrajectory(const std::string &name,
                                            const rt::Tensor &trajectory,
                                            const SampleStyle &style,
                                            int64_t frames, int64_t delay);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_SAMPLES_H
