//===- NameMap.h - other names for tensors ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Weights that were made elsewhere have names of their own. Rules rename them,
// and a name that is missing still finds the one that was probably meant.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_NAMEMAP_H
#define LEAT_RUNTIME_NAMEMAP_H

#include "runtime/Status.h"

#include <map>
#include <vector>

namespace leat::rt {

/// Rules from old names to new ones. The first rule that matches a name
/// decides; a name that none matches stays as it is.
class NameMap {
public:
  /// Adds the rule OLD=NEW behind the others. OLD is a name, or has one '*',
  /// which stands for any text, also none; then NEW has one '*', too, for the
  /// same text: encoder.*=enc.*. Errors (usage): no '=', an empty side, another
  /// number of '*'.
  Status add(const std::string &rule);

  /// The new name of each of `names`. Errors: a rule that matches none of them;
  /// two names that become one.
  Result<std::map<std::string, std::string>>
  apply(const std::vector<std::string> &names) const;

private:
  struct Rule {
    std::string from, to;
  };
  std::vector<Rule> rules;
};

/// The one of `names` that was probably meant by `wanted`, or empty: the
/// nearest (Nearest.h), or else the first that only has more or fewer parts,
/// separated by '.', in front.
std::string nearestName(const std::string &wanted,
                        const std::vector<std::string> &names);

} // namespace leat::rt

#endif // LEAT_RUNTIME_NAMEMAP_H
