//===- NameMap.cpp - other names for tensors --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching of names, exact and by likeness.
//
//===----------------------------------------------------------------------===//
#include "runtime/NameMap.h"
#include "runtime/Nearest.h"

#include <algorithm>
#include <optional>

using namespace leat::rt;

Status NameMap::add(const std::string &rule) {
  size_t equals = rule.find('=');
  std::string from = rule.substr(0, equals), to;
  if (equals != rule.npos)
    to = rule.substr(equals + 1);
  if (from.empty() || to.empty())
    return usageError("'", rule, "', expected OLD=NEW");
  auto stars = std::ranges::count(from, '*');
  if (stars > 1 || std::ranges::count(to, '*') != stars)
    return usageError("'", rule, "', expected one '*' on each side or none");
  rules.push_back({std::move(from), std::move(to)});
  return {};
}

/// `name` by the rule, if it matches.
static std::optional<std::string> rename(const std::string &from,
                                         const std::string &to,
                                         const std::string &name) {
  size_t star = from.find('*');
  if (star == from.npos)
    return name == from ? std::optional(to) : std::nullopt;
  std::string_view before = std::string_view(from).substr(0, star),
                   behind = std::string_view(from).substr(star + 1);
  if (name.size() < before.size() + behind.size() ||
      !name.starts_with(before) || !name.ends_with(behind))
    return std::nullopt;
  std::string result = to;
  return result.replace(
      to.find('*'), 1,
      name.substr(star, name.size() - before.size() - behind.size()));
}

Result<std::map<std::string, std::string>>
NameMap::apply(const std::vector<std::string> &names) const {
  std::map<std::string, std::string> result, sources;
  std::vector<bool> isUsed(rules.size());
  for (const std::string &name : names) {
    std::string renamed = name;
    bool isDecided = false;
    for (size_t i = 0; i < rules.size(); ++i)
      if (auto other = rename(rules[i].from, rules[i].to, name)) {
        isUsed[i] = true;
        if (!isDecided)
          renamed = *std::move(other);
        isDecided = true;
      }
    auto [source, isNew] = sources.insert({renamed, name});
    if (!isNew)
      return userError("'", source->second, "' and '", name, "' both become '",
                       renamed, "'");
    result[name] = renamed;
  }
  for (size_t i = 0; i < rules.size(); ++i)
    if (!isUsed[i])
      return userError("'", rules[i].from, "=", rules[i].to,
                       "' matches no tensor of the file");
  return result;
}

std::string leat::rt::nearestName(const std::string &wanted,
                                  const std::vector<std::string> &names) {
  std::string_view near = nearest(wanted, {names.begin(), names.end()});
  if (!near.empty())
    return std::string(near);
  auto hasTail = [](const std::string &whole, const std::string &tail) {
    return whole.ends_with("." + tail);
  };
  auto found = std::ranges::find_if(names, [&](const std::string &name) {
    return hasTail(name, wanted) || hasTail(wanted, name);
  });
  return found == names.end() ? "" : *found;
}
