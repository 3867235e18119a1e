//===- Order.cpp - statements that sort, search and count -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Positions are made i64, of which other statements take their indices.
//
//===----------------------------------------------------------------------===//
#include "test/fuzz/programs/Table.h"

#include <algorithm>

using namespace leat;
using namespace leat::fuzz;
using rt::DType;

namespace {

/// A tensor and one of its axes.
struct Along {
  int id;
  TensorType type;
  int64_t axis;
  std::string text; ///< the axis, as an attribute

  int64_t &extent() { return type.shape[size_t(axis)]; }
};

} // namespace

static Along along(Maker &m, int id) {
  int64_t rank = m.typeOf(id).rank(), axis = m.dice.below(rank);
  int64_t written = m.dice.chance(0.3) ? axis - rank : axis;
  return {id, m.typeOf(id), axis, "axis = " + std::to_string(written)};
}

static int sortable(Maker &m) {
  return m.dice.chance(0.8) ? m.floats(1, 4) : m.integers(1, 3, {-9, 9});
}

/// Integers of this shape from 0 to `count` - 1.
static int indices(Maker &m, const rt::Shape &shape, int64_t count) {
  Range range = {0, double(count - 1)};
  return m.fit(m.valueOf({DType::I64, shape}, range), range);
}

void fuzz::makeTakeAlong(Maker &m, const Rule &rule) {
  Along input = along(m, m.movable(1, 3));
  int64_t count = input.extent();
  input.extent() = m.extent();
  if (input.type.size() > 600)
    return;
  int taken = indices(m, input.type.shape, count);
  m.op(rule.op, {input.id, taken}, input.text, input.type, m[input.id].range);
}

void fuzz::makeAddAlong(Maker &m, const Rule &rule) {
  Along updates = along(m, sortable(m));
  double most = double(updates.extent());
  int64_t size = m.extent();
  int places = indices(m, updates.type.shape, size);
  updates.extent() = size;
  if (updates.type.size() > 600)
    return;
  Range range = m[updates.id].range;
  m.op(rule.op, {updates.id, places},
       "size = " + std::to_string(size) + ", " + updates.text, updates.type,
       {std::min(0.0, range.low * most), std::max(0.0, range.high * most)});
}

void fuzz::makeArgsort(Maker &m, const Rule &rule) {
  Along input = along(m, sortable(m));
  std::string text = input.text + ", dtype = i64";
  if (m.dice.chance(0.4))
    text += ", descending = true";
  m.op(rule.op, {input.id}, text, {DType::I64, input.type.shape},
       {0, double(input.extent() - 1)});
}

/// The results of sort and of top_k.
static void order(Maker &m, Along input, const std::string &text,
                  int64_t count) {
  Range places = {0, double(input.extent() - 1)};
  input.extent() = count;
  std::vector<int> both =
      m.emitAll(text, {input.id},
                {{"", input.type, m[input.id].range},
                 {"", {DType::I32, input.type.shape}, places}});
  m.emit("convert $0, dtype = i64", {both[1]}, {DType::I64, input.type.shape},
         places);
}

void fuzz::makeSort(Maker &m, const Rule &rule) {
  Along input = along(m, sortable(m));
  std::string text = std::string(rule.op) + " $0, " + input.text;
  if (m.dice.chance(0.4))
    text += ", descending = true";
  order(m, input, text, input.extent());
}

void fuzz::makeTopK(Maker &m, const Rule &rule) {
  Along input = along(m, sortable(m));
  int64_t k = m.dice.between(1, input.extent());
  std::string text = std::string(rule.op) + " $0, k = " + std::to_string(k) +
                     ", " + input.text;
  if (m.dice.chance(0.4))
    text += ", largest = false";
  order(m, input, text, k);
}

/// Ascending numbers, `count` of them.
static int edges(Maker &m, int64_t count) {
  return m.emit("linspace start = -1.0, stop = 1.3, count = " +
                    std::to_string(count) + ", dtype = f64",
                {}, {DType::F64, {count}}, {-1, 1.3});
}

void fuzz::makeSearchsorted(Maker &m, const Rule &rule) {
  int sorted, values;
  if (m.dice.chance(0.5)) {
    sorted = edges(m, m.extent(2));
    values = m.moved(m.floats(0, 3));
  } else { // one vector for each row
    int rows = m.floats(2, 3);
    TensorType type = m.typeOf(rows);
    sorted = m.emitAll(
        "sort $0", {rows},
        {{"", type, m[rows].range}, {"", {DType::I32, type.shape}, {0, 0}}})[0];
    type.shape.back() = m.extent();
    values = m.moved(m.valueOf(type, kAnyFloat));
  }
  std::string text = "dtype = i64";
  if (m.dice.chance(0.5))
    text += ", right = true";
  m.op(rule.op, {sorted, values}, text, {DType::I64, m.typeOf(values).shape},
       {0, double(m.typeOf(sorted).shape.back())});
}

void fuzz::makeSegmentSum(Maker &m, const Rule &rule) {
  int id = m.dice.chance(0.8) ? m.floats(1, 3) : m.integers(1, 2, {-9, 9});
  TensorType type = m.typeOf(id);
  int64_t segments = m.extent();
  double rows = double(type.shape[0]);
  int ids = indices(m, {type.shape[0]}, segments);
  type.shape[0] = segments;
  Range range = m[id].range;
  m.op(rule.op, {id, ids}, "segments = " + std::to_string(segments), type,
       {std::min(0.0, range.low * rows), std::max(0.0, range.high * rows)});
}

void fuzz::makeBincount(Maker &m, const Rule &rule) {
  int64_t bins = m.extent();
  int numbers = indices(m, m.shape(1, 2), bins);
  TensorType type = m.typeOf(numbers);
  double count = double(type.size());
  std::string text = "bins = " + std::to_string(bins);
  if (m.dice.chance(0.4)) {
    m.op(rule.op, {numbers}, text, {DType::I64, {bins}}, {0, count});
    return;
  }
  int weights = m.valueOf({DType::F64, type.shape}, kAnyFloat);
  double bound = count * largest(m[weights].range);
  m.op(rule.op, {numbers, weights}, text, {DType::F64, {bins}},
       {-bound, bound});
}

void fuzz::makeHistogram(Maker &m, const Rule &rule) {
  int id = m.moved(m.floats(0, 3));
  int64_t bins = m.extent();
  m.op(rule.op, {id, edges(m, bins + 1)}, "", {DType::I64, {bins}},
       {0, double(m.typeOf(id).size())});
}
