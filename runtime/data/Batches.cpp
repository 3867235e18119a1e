//===- Batches.cpp - a data set in pieces, in a known order -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An order of example numbers, and copies of rows by it.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Batches.h"
#include "runtime/Philox.h"

#include <algorithm>
#include <cstring>
#include <numeric>

using namespace leat::rt;

Result<Batches> Batches::create(DataSet data, const BatchOptions &options) {
  if (options.size < 1)
    return userError("batches of ", options.size, " examples, expected 1 or ",
                     "more");
  if (options.size > data.count())
    return userError("batches of ", options.size, " examples, but the data ",
                     "set has only ", data.count());
  Batches batches(std::move(data), options);
  batches.startEpoch(0);
  return batches;
}

int64_t Batches::perEpoch() const {
  int64_t whole = source.count() / options.size;
  bool hasShort = source.count() % options.size != 0 && !options.dropLast;
  return whole + (hasShort ? 1 : 0);
}

int64_t Batches::rows(int64_t index) const {
  assert(index >= 0 && index < perEpoch() && "no such batch");
  return std::min(options.size, source.count() - index * options.size);
}

void Batches::startEpoch(uint64_t epoch) {
  order.resize(size_t(source.count()));
  std::iota(order.begin(), order.end(), 0);
  if (!options.shuffle)
    return;
  Draw draw(seedFor(options.seed, "data.shuffle"), epoch);
  for (size_t i = order.size(); i-- > 1;)
    std::swap(order[i], order[draw.below(i + 1, i)]);
}

std::span<const int64_t> Batches::examples(int64_t index) const {
  return std::span(order).subspan(size_t(index * options.size),
                                  size_t(rows(index)));
}

Status Batches::copy(int64_t index, std::string_view field,
                     Tensor &destination) const {
  const Tensor *from = source.find(field);
  if (!from)
    return userError("the data set has no field '", field, "'");
  int64_t count = rows(index), perRow = from->size() / source.count();
  if (destination.dtype() != from->dtype() || destination.rank() == 0 ||
      destination.extent(0) != count || destination.size() != count * perRow)
    return userError("field '", field, "' of ", from->signature(), ", ", count,
                     " examples, does not fit into ", destination.signature());
  size_t rowBytes = size_t(perRow * sizeOf(from->dtype()));
  if (rowBytes == 0)
    return {};
  auto *to = static_cast<char *>(destination.data());
  const auto *first = static_cast<const char *>(from->data());
  for (int64_t example : examples(index)) {
    std::memcpy(to, first + size_t(example) * rowBytes, rowBytes);
    to += rowBytes;
  }
  return {};
}
