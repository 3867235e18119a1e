//===- State.cpp - the named tensors a model keeps --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A list and an index into it.
//
//===----------------------------------------------------------------------===//
#include "runtime/State.h"

using namespace leat::rt;

Status State::insert(std::string name, Tensor tensor) {
  if (!positions.try_emplace(name, entries.size()).second)
    return userError("the state has '", name, "' already");
  entries.emplace_back(std::move(name), std::move(tensor));
  return {};
}

void State::set(std::string_view name, Tensor tensor) {
  auto [position, isNew] =
      positions.try_emplace(std::string(name), entries.size());
  if (isNew)
    entries.emplace_back(name, std::move(tensor));
  else
    entries[position->second].second = std::move(tensor);
}

Tensor *State::find(std::string_view name) {
  auto position = positions.find(name);
  return position == positions.end() ? nullptr
                                     : &entries[position->second].second;
}

const Tensor *State::find(std::string_view name) const {
  return const_cast<State *>(this)->find(name);
}

std::vector<std::string> State::names() const {
  std::vector<std::string> result;
  for (const auto &[name, tensor] : entries)
    result.push_back(name);
  return result;
}

Result<State> State::clone() const {
  State copy = *this;
  for (auto &[name, tensor] : copy.entries) {
    LEAT_ASSIGN(tensor, tensor.clone());
  }
  return copy;
}

Result<State> State::load(const std::string &path) {
  LEAT_ASSIGN(Safetensors content, readSafetensors(path));
  State state;
  for (auto &[name, tensor] : content.tensors)
    LEAT_TRY(state.insert(std::move(name), std::move(tensor)));
  state.facts = std::move(content.metadata);
  return state;
}

Status State::save(const std::string &path) const {
  return writeSafetensors(path, entries, facts);
}
