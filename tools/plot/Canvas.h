//===- Canvas.h - lines and text on a PNG or SVG ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What drawings need of Cairo, in points from the upper left corner. A PNG file
// has two pixels a point, for today's screens; a frame of an animation one.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_PLOT_CANVAS_H
#define LEAT_TOOLS_PLOT_CANVAS_H

#include "runtime/io/Image.h"

#include <memory>
#include <span>
#include <string>

typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;

namespace leat::plot {

struct Point {
  double x = 0, y = 0;
};

struct Box {
  double left = 0, top = 0, width = 0, height = 0;
  double right() const { return left + width; }
  double bottom() const { return top + height; }
};

/// Each from 0 to 1.
struct Color {
  double red = 0, green = 0, blue = 0, alpha = 1;
  /// The same, lighter on white.
  Color faded(double by) const { return {red, green, blue, alpha * by}; }
};

/// How a text looks, and which of its points stands at the given place: 0 its
/// left end (its top), 0.5 its middle, 1 its right end (its bottom).
struct TextStyle {
  double size = 11;
  Color color = {0.2, 0.2, 0.22};
  double alignX = 0, alignY = 0.5;
  bool isBold = false, isUpward = false; ///< upward: turned by 90 degrees
};

/// A white page to draw on.
class Canvas {
public:
  /// A page of that size in points. `path` ends in ".png" or ".svg". Errors
  /// (usage): another ending; out of memory.
  static rt::Result<Canvas> create(const std::string &path, double width,
                                   double height);
  /// A page that no file is made of. Errors: out of memory.
  static rt::Result<Canvas> ofPixels(double width, double height);

  /// A line through the points; `dash` is the length of dashes and gaps, 0 for
  /// none.
  void line(std::span<const Point> points, Color color, double width = 1,
            double dash = 0);
  void fill(const Box &box, Color color);
  void dot(Point center, double radius, Color color);
  /// A grid of colors that fills the box: rows from the upper one on, each from
  /// the left.
  void image(const Box &box, int columns, int rows,
             std::span<const Color> colors);
  void text(const std::string &text, Point at, const TextStyle &style = {});
  double textWidth(const std::string &text, const TextStyle &style = {});

  /// What is drawn until unclip() shows inside the box only.
  void clip(const Box &box);
  void unclip();

  /// Writes the file, whole or not at all. Errors: those of the disk.
  rt::Status finish();
  /// What is drawn on a page ofPixels(), in colors. Errors: out of memory.
  rt::Result<rt::Picture> pixels();

private:
  struct Destroy {
    void operator()(cairo_t *context) const;
    void operator()(cairo_surface_t *surface) const;
  };
  Canvas() = default;
  rt::Status prepare(cairo_surface_t *made, double pixelsPerPoint, double width,
                     double height);
  void use(Color color);
  void use(const TextStyle &style);

  std::string path;
  bool isPng = false;
  std::unique_ptr<std::string> svg; ///< where Cairo writes to as it draws
  std::unique_ptr<cairo_surface_t, Destroy> surface;
  std::unique_ptr<cairo_t, Destroy> context;
};

} // namespace leat::plot

#endif // LEAT_TOOLS_PLOT_CANVAS_H
