//===- NameMap.cpp - other names for tensors --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matching of names, exact and by likeness.
//
//===----------------------------------------------------------------------===//
#include "runtime/NameMap.h"

#include <algorithm>
#include <numeric>
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

/// The least number of letters to insert, remove or replace (Levenshtein 1966).
static size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1,
                         diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

const std::string *
leat::rt::nearestName(const std::string &wanted,
                      const std::vector<std::string> &names) {
  const std::string *best = nullptr;
  size_t limit = wanted.size() / 3 + 1;
  for (const std::string &name : names) {
    // A distance is never less than the difference of the lengths.
    size_t longer = std::max(name.size(), wanted.size());
    if (longer - std::min(name.size(), wanted.size()) >= limit)
      continue;
    size_t distance = editDistance(wanted, name);
    if (distance < limit) {
      limit = distance;
      best = &name;
    }
  }
  if (best)
    return best;
  auto hasTail = [](const std::string &whole, const std::string &tail) {
    return whole.ends_with("." + tail);
  };
  auto found = std::ranges::find_if(names, [&](const std::string &name) {
    return hasTail(name, wanted) || hasTail(wanted, name);
  });
  return found == names.end() ? nullptr : &*found;
}
