//===- Scale.h - numbers along an axis --------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The range an axis shows, where its ticks stand and what they are called.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_SCALE_H
#define LEAT_TOOLS_PLOT_SCALE_H

#include <string>
#include <vector>

namespace leat::plot {

/// A labelled place on an axis.
struct Tick {
  double value;
  std::string label;
};

/// From numbers to places, linear or logarithmic.
class Scale {
public:
  /// Shows `low` to `high`, and a little more so that ticks lie at both ends.
  /// About `ticks` steps of 1, 2 or 5 times a power of ten. Equal bounds show
  /// the space around them.
  static Scale linear(double low, double high, int ticks = 5);
  /// The same without space at the ends; steps are at least `least`, which is
  /// 1 for what is counted.
  static Scale exact(double low, double high, int ticks = 6, double least = 0);
  /// Powers of ten; where there are few, 2 and 5 times those, too. Both bounds
  /// are above 0.
  static Scale logarithmic(double low, double high);

  /// Where `value` lies: 0 at the lower end, 1 at the upper one.
  double at(double value) const;
  const std::vector<Tick> &ticks() const { return marks; }

private:
  double low = 0, high = 1;
  bool isLogarithmic = false;
  std::vector<Tick> marks;
};

/// A number as a tick is labelled: "0.25", "1500", "20k", "3e-05".
/// `step` says how many digits matter, `largest` which unit.
std::string tickLabel(double value, double step, double largest);

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_SCALE_H
