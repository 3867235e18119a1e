//===- Main.cpp - leat-fuzz-data: damaged files for every reader *- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-fuzz-data FORMAT|all N SEED
//
// Reads the N damaged files of a seed. A reader must answer each within ten
// seconds, with the content or with an error of the user that names the file,
// and take no more memory than 256 MiB at a time. Built with sanitizers, it
// also must not touch memory that is not its own. What fails is kept as
// leat-fuzz-data.FORMAT in the current folder.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/File.h"
#include "test/fuzz/Formats.h"
#include "test/fuzz/Mutator.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace leat;
using namespace leat::fuzz;

static constexpr unsigned kPatience = 10; // seconds

/// Any larger allocation is a fault: the files are a few KiB.
extern "C" const char *__asan_default_options() {
  return "max_allocation_size_mb=256";
}

static void onAlarm(int) {
  constexpr char text[] = "leat-fuzz-data: a reader takes over 10 s: FAIL\n";
  (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
  _exit(1);
}

namespace {
/// What became of the files.
struct Counts {
  uint64_t read = 0, errors = 0;
  uint32_t content = 0; ///< a checksum of all that was read
};
} // namespace

/// Damages the good files of `format` and reads them. Errors: an answer that
/// is none.
static rt::Result<Counts> fuzzFormat(const Format &format, uint64_t count,
                                     uint64_t seed, const std::string &folder) {
  LEAT_ASSIGN(std::vector<std::string> seeds, format.seeds(folder));
  std::string path = folder + "/" + std::string(format.fileName);
  Mutator mutator(seed);
  Counts counts;
  for (uint64_t i = 0; i < seeds.size() + count; ++i) {
    bool isGood = i < seeds.size();
    std::string text = isGood ? seeds[i] : mutator.mutant(seeds);
    if (!isGood && format.repair && mutator.below(2))
      text = format.repair(std::move(text));
    std::ofstream(path, std::ios::binary) << text;
    alarm(kPatience);
    rt::Result<uint32_t> content = format.read(folder, path);
    alarm(0);
    if (content.ok()) {
      ++counts.read;
      counts.content = counts.content * 31 + *content;
      continue;
    }
    ++counts.errors;
    rt::Status status = content.status();
    bool namesFile = status.message().find(path) != std::string::npos;
    if (!isGood && status.kind() == rt::ErrorKind::User && namesFile)
      continue;
    std::filesystem::copy_file(
        path, "leat-fuzz-data." + std::string(format.name),
        std::filesystem::copy_options::overwrite_existing);
    return rt::userError(format.name, ", file ", i, ": ", status.message());
  }
  return counts;
}

static bool parse(const char *text, uint64_t &number) {
  const char *end = text + std::strlen(text);
  auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end;
}

int main(int argc, char **argv) {
  uint64_t count = 0, seed = 0;
  if (argc != 4 || !parse(argv[2], count) || !parse(argv[3], seed)) {
    std::fputs("usage: leat-fuzz-data FORMAT|all N SEED\n", stderr);
    return 2;
  }
  std::string folder =
      std::filesystem::temp_directory_path() / "leat-fuzz-XXXXXX";
  if (!mkdtemp(folder.data())) {
    std::perror("leat-fuzz-data");
    return 1;
  }
  std::signal(SIGALRM, onAlarm);
  bool isKnown = false, isGood = true;
  for (const Format &format : formats()) {
    if (format.name != argv[1] && std::strcmp(argv[1], "all") != 0)
      continue;
    isKnown = true;
    std::string name(format.name);
    rt::Result<Counts> counts = fuzzFormat(format, count, seed, folder);
    if (counts.ok())
      std::printf("%-12s %6llu read, %6llu errors, content %08x: pass\n",
                  name.c_str(), (unsigned long long)counts->read,
                  (unsigned long long)counts->errors, counts->content);
    else
      std::printf("%s: FAIL\n", counts.status().message().c_str());
    isGood &= counts.ok();
    std::fflush(stdout);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  if (!isKnown)
    std::fprintf(stderr, "leat-fuzz-data: no format '%s'\n", argv[1]);
  return isKnown && isGood ? 0 : isKnown ? 1 : 2;
}
