//===- Includes.cpp - the files that a model includes -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/program/Includes.h"

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

using namespace leat;
namespace fs = std::filesystem;

static bool isWordChar(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' ||
         c == '$' || c == '@' || c == '%';
}

// Every `include "path"` outside of comments and strings. More than the
// compiler finds is no harm: the key of the cache is only less general.
static std::vector<std::string> findIncludes(const std::string &text) {
  static const std::string kWord = "include";
  std::vector<std::string> paths;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"' && text[i] != '\n'; ++i)
        i += text[i] == '\\';
    } else if (text.compare(i, kWord.size(), kWord) == 0 &&
               (i == 0 || !isWordChar(text[i - 1]) || text[i - 1] == '.')) {
      size_t start = text.find_first_not_of(" \t\r\n", i + kWord.size());
      if (start == std::string::npos || text[start] != '"')
        continue;
      size_t end = text.find_first_of("\"\n", start + 1);
      if (end == std::string::npos)
        break;
      paths.push_back(text.substr(start + 1, end - start - 1));
      i = end;
    }
  }
  return paths;
}

static void gather(const std::string &text, const fs::path &folder,
                   std::set<fs::path> &seen, std::string &result) {
  for (const std::string &path : findIncludes(text)) {
    fs::path file = (folder / path).lexically_normal();
    std::error_code ignored;
    if (!seen.insert(file).second || !fs::is_regular_file(file, ignored))
      continue;
    std::ifstream stream(file, std::ios::binary);
    std::string inner{std::istreambuf_iterator<char>(stream), {}};
    result += "\n--include " + file.filename().string() + " " +
              std::to_string(inner.size()) + "\n" + inner;
    gather(inner, file.parent_path(), seen, result);
  }
}

std::string leat::includedTexts(const std::string &text,
                                const std::string &folder) {
  std::string result;
  std::set<fs::path> seen;
  if (!folder.empty())
    gather(text, folder, seen, result);
  return result;
}
