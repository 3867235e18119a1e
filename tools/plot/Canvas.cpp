//===- Canvas.cpp - lines and text on a PNG or SVG --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Cairo writes into a string; the file appears when it is whole.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Canvas.h"
#include "runtime/io/File.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <cmath>
#include <numbers>

using namespace leat;
using namespace leat::plot;

static constexpr double kPixelsPerPoint = 2;

static cairo_status_t append(void *to, const unsigned char *data,
                             unsigned length) {
  static_cast<std::string *>(to)->append(reinterpret_cast<const char *>(data),
                                         length);
  return CAIRO_STATUS_SUCCESS;
}

void Canvas::Destroy::operator()(cairo_t *context) const {
  cairo_destroy(context);
}
void Canvas::Destroy::operator()(cairo_surface_t *surface) const {
  cairo_surface_destroy(surface);
}

static cairo_surface_t *makePixels(double width, double height,
                                   double pixelsPerPoint) {
  return cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                    int(std::ceil(width * pixelsPerPoint)),
                                    int(std::ceil(height * pixelsPerPoint)));
}

rt::Status Canvas::prepare(cairo_surface_t *made, double pixelsPerPoint,
                           double width, double height) {
  surface.reset(made);
  context.reset(cairo_create(made));
  cairo_status_t status = cairo_status(context.get());
  if (status != CAIRO_STATUS_SUCCESS)
    return rt::userError("cannot draw", path.empty() ? path : " '" + path + "'",
                         ": ", cairo_status_to_string(status));
  cairo_scale(context.get(), pixelsPerPoint, pixelsPerPoint);
  fill({0, 0, width, height}, {1, 1, 1});
  return {};
}

rt::Result<Canvas> Canvas::create(const std::string &path, double width,
                                  double height) {
  Canvas canvas;
  canvas.path = path;
  canvas.isPng = path.ends_with(".png");
  if (!canvas.isPng && !path.ends_with(".svg"))
    return rt::usageError("output '", path, "', expected a name that ends in ",
                          ".png or .svg");
  canvas.svg = std::make_unique<std::string>();
  if (canvas.isPng)
    LEAT_TRY(canvas.prepare(makePixels(width, height, kPixelsPerPoint),
                            kPixelsPerPoint, width, height));
  else
    LEAT_TRY(canvas.prepare(cairo_svg_surface_create_for_stream(
                                append, canvas.svg.get(), width, height),
                            1, width, height));
  return canvas;
}

rt::Result<Canvas> Canvas::ofPixels(double width, double height) {
  Canvas canvas;
  LEAT_TRY(canvas.prepare(makePixels(width, height, 1), 1, width, height));
  return canvas;
}

void Canvas::use(Color color) {
  cairo_set_source_rgba(context.get(), color.red, color.green, color.blue,
                        color.alpha);
}

void Canvas::line(std::span<const Point> points, Color color, double width,
                  double dash) {
  if (points.empty())
    return;
  use(color);
  cairo_t *c = context.get();
  cairo_set_line_width(c, width);
  cairo_set_line_join(c, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(c, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash(c, &dash, dash > 0 ? 1 : 0, 0);
  cairo_move_to(c, points[0].x, points[0].y);
  for (const Point &point : points.subspan(1))
    cairo_line_to(c, point.x, point.y);
  cairo_stroke(c);
}

void Canvas::fill(const Box &box, Color color) {
  use(color);
  cairo_rectangle(context.get(), box.left, box.top, box.width, box.height);
  cairo_fill(context.get());
}

void Canvas::dot(Point center, double radius, Color color) {
  use(color);
  cairo_new_path(context.get());
  cairo_arc(context.get(), center.x, center.y, radius, 0, 2 * std::numbers::pi);
  cairo_fill(context.get());
}

void Canvas::image(const Box &box, int columns, int rows,
                   std::span<const Color> colors) {
  std::unique_ptr<cairo_surface_t, Destroy> grid(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, columns, rows));
  cairo_t *c = context.get();
  if (cairo_surface_status(grid.get()) != CAIRO_STATUS_SUCCESS)
    return; // so small a picture is there, or memory is at its end
  unsigned char *data = cairo_image_surface_get_data(grid.get());
  int stride = cairo_image_surface_get_stride(grid.get());
  auto byte = [](double part) { return uint32_t(std::lround(part * 255)); };
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const Color &color =
          colors[size_t(row) * size_t(columns) + size_t(column)];
      reinterpret_cast<uint32_t *>(data + row * stride)[column] =
          byte(color.red) << 16 | byte(color.green) << 8 | byte(color.blue);
    }
  cairo_surface_mark_dirty(grid.get());
  cairo_save(c);
  cairo_translate(c, box.left, box.top);
  cairo_scale(c, box.width / columns, box.height / rows);
  cairo_set_source_surface(c, grid.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(c), CAIRO_FILTER_NEAREST);
  cairo_paint(c);
  cairo_restore(c);
}

void Canvas::use(const TextStyle &style) {
  cairo_select_font_face(context.get(), "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         style.isBold ? CAIRO_FONT_WEIGHT_BOLD
                                      : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context.get(), style.size);
}

double Canvas::textWidth(const std::string &text, const TextStyle &style) {
  use(style);
  cairo_text_extents_t extents;
  cairo_text_extents(context.get(), text.c_str(), &extents);
  return extents.x_advance;
}

void Canvas::text(const std::string &text, Point at, const TextStyle &style) {
  double width = textWidth(text, style);
  // The height of capitals, of which most fonts are alike; digits have it too.
  constexpr double kCapHeight = 0.72;
  cairo_t *c = context.get();
  cairo_save(c);
  cairo_translate(c, at.x, at.y);
  if (style.isUpward)
    cairo_rotate(c, -std::numbers::pi / 2);
  use(style.color);
  cairo_move_to(c, -style.alignX * width,
                (1 - style.alignY) * kCapHeight * style.size);
  cairo_show_text(c, text.c_str());
  cairo_restore(c);
}

void Canvas::clip(const Box &box) {
  cairo_save(context.get());
  cairo_rectangle(context.get(), box.left, box.top, box.width, box.height);
  cairo_clip(context.get());
}

void Canvas::unclip() { cairo_restore(context.get()); }

rt::Status Canvas::finish() {
  std::string content;
  if (isPng)
    cairo_surface_write_to_png_stream(surface.get(), append, &content);
  cairo_surface_finish(surface.get());
  cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS)
    return rt::userError("cannot draw '", path,
                         "': ", cairo_status_to_string(status));
  return rt::writeFile(path, isPng ? content : *svg);
}

rt::Result<rt::Picture> Canvas::pixels() {
  cairo_surface_flush(surface.get());
  const unsigned char *data = cairo_image_surface_get_data(surface.get());
  int stride = cairo_image_surface_get_stride(surface.get());
  rt::Picture picture;
  picture.size = {cairo_image_surface_get_width(surface.get()),
                  cairo_image_surface_get_height(surface.get()), 3};
  LEAT_TRY(picture.pixels.resize(uint64_t(picture.size.bytes())));
  unsigned char *next = picture.pixels.data();
  for (int64_t row = 0; row < picture.size.height; ++row)
    for (int64_t column = 0; column < picture.size.width; ++column) {
      uint32_t pixel =
          reinterpret_cast<const uint32_t *>(data + row * stride)[column];
      for (int shift : {16, 8, 0}) // red, green, blue
        *next++ = (unsigned char)(pixel >> shift);
    }
  return picture;
}
