//===- Main.cpp - leat-fuzz: random programs --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-fuzz N SEED [FOLDER]    tries N random programs; faults go to FOLDER
//   leat-fuzz --hunt N SEED      the same, up to the first fault, as it is
//   leat-fuzz --repeat FILE SEED tries one model file, as it was tried
//   leat-fuzz --print SEED I     prints program I of a seed
//   leat-fuzz --tally N SEED     tells how often each op is in N programs,
//                                which are not tried
//   leat-fuzz --missing          lists ops that no program can have
//
// Each program is interpreted, compiled in two ways, and its transforms are
// compared with what they stand for (Checks.h). A fault is made small and kept
// as FOLDER/<number>.mlir, by default in the working directory.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/File.h"
#include "test/fuzz/programs/Chains.h"
#include "test/fuzz/programs/Checks.h"
#include "test/fuzz/programs/Generator.h"
#include "test/fuzz/programs/Shrinker.h"
#include "test/fuzz/programs/Tally.h"

#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace leat;
using namespace leat::fuzz;

static constexpr unsigned kPatience = 120; // seconds of processor time
static constexpr uint64_t kBatch = 250;    // programs of one worker
static constexpr int kTries = 400;         // of the shrinker, which ends
static constexpr std::chrono::minutes kShrinking{5}; // after that time

namespace {

/// What a worker leaves behind, however it ends.
struct Shared {
  uint64_t current;
  Fault fault;
  char words[2000];
  Tally tally;
};

class Run {
public:
  Run(uint64_t seed, std::filesystem::path folder, bool hunts)
      : seed(seed), folder(std::move(folder)), hunts(hunts) {}

  bool start();
  void tryRange(uint64_t begin, uint64_t end);
  int report() const;
  /// What becomes of one model in a process of its own.
  Verdict isolated(const std::string &text, uint64_t itsSeed);

private:
  [[noreturn]] void work(uint64_t begin, uint64_t end);
  Fault wait(int worker);
  void keep(uint64_t which);
  uint64_t seedOf(uint64_t which) const { return seed * 1000003 + which; }

  uint64_t seed, faults = 0;
  std::filesystem::path folder;
  bool hunts; ///< for one fault, as it is found
  Shared *shared = nullptr;
};

} // namespace

/// Stops the process after so many seconds of computing.
static void setClock() {
  itimerval timer = {};
  timer.it_value.tv_sec = kPatience;
  setitimer(ITIMER_PROF, &timer, nullptr);
}

bool Run::start() {
  void *memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return false;
  shared = new (memory) Shared();
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  return !failed;
}

static void setWords(Shared &shared, const Verdict &verdict) {
  shared.fault = verdict.fault;
  std::snprintf(shared.words, sizeof shared.words, "%s", verdict.words.c_str());
}

// Ends the process.
void Run::work(uint64_t begin, uint64_t end) {
  for (uint64_t i = begin; i < end; ++i) {
    shared->current = i;
    setClock();
    Written program = generate(seed, i);
    std::string text = modelText(program);
    shared->tally.add(program, text, countOps(text));
    Verdict verdict = check(text, seedOf(i));
    setWords(*shared, verdict);
    if (verdict.isUnstable)
      shared->tally.addUnstable();
    if (verdict.fault != Fault::None)
      _exit(1);
  }
  _exit(0);
}

/// How a process ended: what it says, or that it did not get to say it.
Fault Run::wait(int worker) {
  int ended = 0;
  if (worker < 0 || waitpid(worker, &ended, 0) != worker) {
    std::perror("leat-fuzz");
    std::exit(1);
  }
  if (!WIFSIGNALED(ended))
    return shared->fault;
  setWords(*shared, {Fault::Ended, strsignal(WTERMSIG(ended))});
  return Fault::Ended;
}

Verdict Run::isolated(const std::string &text, uint64_t itsSeed) {
  setWords(*shared, {});
  pid_t worker = fork();
  if (worker == 0) {
    if (!std::freopen("/dev/null", "w", stderr))
      _exit(1);
    setClock();
    setWords(*shared, check(text, itsSeed));
    _exit(0);
  }
  Fault fault = wait(worker);
  return {fault, shared->words};
}

/// Words without the places and numbers in them.
static std::string gist(const std::string &words) {
  std::string gist;
  for (char c : words.substr(0, words.find('\n')))
    if (std::isalpha(c) || c == ' ')
      gist += c;
  return gist;
}

void Run::keep(uint64_t which) {
  ++faults;
  Written program = generate(seed, which);
  uint64_t itsSeed = seedOf(which);
  Verdict first = {shared->fault, shared->words};
  std::printf("program %llu: %s: %s\n", (unsigned long long)which,
              nameOf(first.fault), first.words.c_str());
  std::fflush(stdout);
  if (hunts)
    return;
  auto deadline = std::chrono::steady_clock::now() + kShrinking;
  auto fails = [&](const std::string &text) {
    if (std::chrono::steady_clock::now() > deadline)
      return false;
    Verdict verdict = isolated(text, itsSeed);
    return verdict.fault == first.fault &&
           (first.fault != Fault::Refused ||
            gist(verdict.words) == gist(first.words));
  };
  std::string text = modelText(program);
  if (fails(text))
    text = shrink(program, fails, kTries);
  Verdict last = isolated(text, itsSeed);
  std::filesystem::path file =
      folder / (std::to_string(seed) + "-" + std::to_string(which) + ".mlir");
  std::string words = last.words.substr(0, last.words.find('\n'));
  std::ofstream(file) << "// " << nameOf(last.fault) << ": " << words
                      << "\n// leat-fuzz --repeat FILE " << itsSeed << "\n"
                      << text;
  std::printf("  in short: leat-fuzz --repeat %s %llu\n", file.c_str(),
              (unsigned long long)itsSeed);
  std::fflush(stdout);
}

void Run::tryRange(uint64_t begin, uint64_t end) {
  while (begin < end && !(hunts && faults)) {
    uint64_t last = std::min(end, begin + kBatch);
    setWords(*shared, {});
    std::fflush(nullptr);
    pid_t worker = fork();
    if (worker == 0)
      work(begin, last);
    if (wait(worker) == Fault::None) {
      begin = last;
      continue;
    }
    begin = shared->current + 1;
    keep(shared->current);
  }
}

int Run::report() const {
  std::printf("%s\nfaults %llu: %s\n", shared->tally.report().c_str(),
              (unsigned long long)faults, faults ? "FAIL" : "pass");
  return faults ? 1 : 0;
}

static bool parse(const char *text, uint64_t &number) {
  const char *end = text + std::strlen(text);
  auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end;
}

static std::string tallyOf(uint64_t programs, uint64_t seed) {
  Tally tally;
  for (uint64_t i = 0; i < programs; ++i) {
    Written program = generate(seed, i);
    std::string text = modelText(program);
    tally.add(program, text, countOps(text));
  }
  return tally.listOps() + tally.report() + "\n";
}

static int repeat(const char *path, uint64_t seed) {
  rt::Result<rt::Bytes> content = rt::readFile(path);
  if (!content.ok()) {
    std::fprintf(stderr, "leat-fuzz: %s\n", content.status().message().c_str());
    return 1;
  }
  std::string text(reinterpret_cast<const char *>(content->data()),
                   content->size());
  Verdict verdict = check(text, seed);
  std::printf("%s%s%s\n", nameOf(verdict.fault),
              verdict.words.empty() ? "" : ": ", verdict.words.c_str());
  return verdict.fault == Fault::None ? 0 : 1;
}

static int usage() {
  std::fputs("usage: leat-fuzz N SEED [FOLDER]\n"
             "       leat-fuzz --hunt N SEED\n"
             "       leat-fuzz --repeat FILE SEED\n"
             "       leat-fuzz --print SEED I\n"
             "       leat-fuzz --tally N SEED\n"
             "       leat-fuzz --missing\n",
             stderr);
  return 2;
}

int main(int argc, char **argv) {
  std::string first = argc > 1 ? argv[1] : "";
  uint64_t a = 0, b = 0;
  if (first == "--missing" && argc == 2) {
    std::string missing = missingOps();
    std::printf("%s", missing.c_str());
    return missing.empty() ? 0 : 1;
  }
  if (first == "--repeat" && argc == 4 && parse(argv[3], a))
    return repeat(argv[2], a);
  if (first == "--print" && argc == 4 && parse(argv[2], a) &&
      parse(argv[3], b)) {
    std::printf("%s", modelText(generate(a, b)).c_str());
    return 0;
  }
  if (first == "--tally" && argc == 4 && parse(argv[2], a) &&
      parse(argv[3], b)) {
    std::printf("%s", tallyOf(a, b).c_str());
    return 0;
  }
  bool hunts = first == "--hunt" && argc == 4;
  if (argc < 3 || argc > 4 || !parse(argv[1 + hunts], a) ||
      !parse(argv[2 + hunts], b))
    return usage();
  auto begin = std::chrono::steady_clock::now();
  Run run(b, argc > 3 && !hunts ? argv[3] : ".", hunts);
  if (!run.start()) {
    std::perror("leat-fuzz");
    return 1;
  }
  run.tryRange(0, a);
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::fprintf(stderr, "%.1f programs a second\n", double(a) / took.count());
  return run.report();
}
