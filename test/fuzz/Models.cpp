//===- Models.cpp - leat-fuzz-models: damaged models ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   leat-fuzz-models N SEED FOLDER FILE...
//
// Tries N mutants of the models in FILE..., split at lines `// -----`. Each
// must be answered with code and numbers or with an error that names its place,
// in ten seconds of processor time (60, where sanitized); every 20th is
// compiled to machine code. A worker process tries a batch of them, so that a
// crash costs one mutant. What fails is kept as FOLDER/<number>.mlir, with what
// was said in <number>.log.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/File.h"
#include "test/fuzz/TextMutator.h"
#include "test/fuzz/Trial.h"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace leat;
using namespace leat::fuzz;

#if __has_feature(address_sanitizer)
static constexpr bool kIsSanitized = true;
#else
static constexpr bool kIsSanitized = false;
#endif
/// Seconds of processor time. Sanitized code takes some six times as many.
static constexpr unsigned kPatience = kIsSanitized ? 60 : 10;
static constexpr unsigned kStuck = 12 * kPatience; // seconds, of a clock
static constexpr uint64_t kBatch = 200;            // mutants of one worker
static constexpr uint64_t kCompileEvery = 20;
static constexpr int kHangs = 97, kAnswersBadly = 98; // exit codes

/// A fault stops the worker. The address space of a sanitized program is not
/// to be limited, its memory is. LLVM's containers are not all instrumented.
extern "C" const char *__asan_default_options() {
  return "detect_container_overflow=0:hard_rss_limit_mb=4000:"
         "max_allocation_size_mb=2000:detect_stack_use_after_return=0";
}
extern "C" const char *__ubsan_default_options() {
  return "halt_on_error=1:print_stacktrace=1";
}

namespace {

/// What a worker leaves behind, however it ends.
struct Shared {
  std::atomic<uint64_t> current;
  Step step;
  uint64_t reached[kSteps]; ///< mutants by how far they came
  uint64_t skipped;         ///< that computed for too long
};

class Run {
public:
  Run(const Corpus &corpus, uint64_t seed, std::filesystem::path folder)
      : corpus(corpus), seed(seed), folder(std::move(folder)) {}

  bool start();
  /// Tries the mutants from `begin` to `end`.
  void tryRange(uint64_t begin, uint64_t end);
  int report() const;

private:
  [[noreturn]] void work(uint64_t begin, uint64_t end);
  void keep(uint64_t which, const std::string &what);

  const Corpus &corpus;
  uint64_t seed, faults = 0;
  std::filesystem::path folder;
  Shared *shared = nullptr;
};

} // namespace

static void onTimer(int) { _exit(kHangs); }

/// (Re)starts the clocks of one mutant; zero stops them.
static void setClocks(unsigned patience, unsigned stuck) {
  itimerval timer = {};
  timer.it_value.tv_sec = patience;
  setitimer(ITIMER_PROF, &timer, nullptr);
  alarm(stuck);
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

// Ends the process.
void Run::work(uint64_t begin, uint64_t end) {
  int log = open((folder / "log").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0644);
  dup2(log, STDERR_FILENO);
  rlimit memory = {rlim_t(6) << 30, rlim_t(6) << 30};
  if (!kIsSanitized)
    setrlimit(RLIMIT_AS, &memory);
  rlimit noCore = {0, 0};
  setrlimit(RLIMIT_CORE, &noCore);
  std::signal(SIGPROF, onTimer);
  std::signal(SIGALRM, onTimer);
  for (uint64_t i = begin; i < end; ++i) {
    // The unharmed models come first.
    const std::vector<std::string> &seeds = corpus.models();
    std::string text = i < seeds.size() ? seeds[i] : corpus.mutant(seed, i);
    TrialOptions options;
    options.compiles = i % kCompileEvery == 0;
    options.isDouble = i % 7 == 0;
    options.setsFirst = i % 5 == 0;
    shared->current = i;
    setClocks(kPatience, kStuck);
    rt::Status status = tryModel(text, options, shared->step);
    setClocks(0, 0);
    if (!status.ok()) {
      std::fprintf(stderr, "%s\n", status.message().c_str());
      _exit(kAnswersBadly);
    }
    ++shared->reached[unsigned(shared->step)];
  }
  std::exit(0); // looks for leaks
}

void Run::keep(uint64_t which, const std::string &what) {
  ++faults;
  std::string name = std::to_string(which);
  const std::vector<std::string> &seeds = corpus.models();
  std::ofstream(folder / (name + ".mlir"), std::ios::binary)
      << (which < seeds.size() ? seeds[which] : corpus.mutant(seed, which));
  std::error_code ignored;
  std::filesystem::rename(folder / "log", folder / (name + ".log"), ignored);
  std::printf("mutant %s: %s (in %s)\n", name.c_str(), what.c_str(),
              folder.c_str());
  std::fflush(stdout);
}

void Run::tryRange(uint64_t begin, uint64_t end) {
  while (begin < end) {
    uint64_t last = std::min(end, begin + kBatch);
    shared->current = last;
    pid_t worker = fork();
    if (worker == 0)
      work(begin, last);
    int ended = 0;
    if (worker < 0 || waitpid(worker, &ended, 0) != worker) {
      std::perror("leat-fuzz-models");
      std::exit(1);
    }
    uint64_t current = shared->current;
    bool isDone = WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
    if (isDone) {
      begin = last;
      continue;
    }
    int code = WIFEXITED(ended) ? WEXITSTATUS(ended) : 0;
    if (current + 1 == last && code != kHangs && code != kAnswersBadly &&
        last - begin > 1) {
      // Perhaps a leak, found at the end: the mutants one by one.
      for (uint64_t i = begin; i < last; ++i)
        tryRange(i, i + 1);
      begin = last;
      continue;
    }
    if (code == kHangs && shared->step == Step::Interpret)
      ++shared->skipped; // a loop may be as long as its model says
    else if (code == kHangs)
      keep(current, "takes over " + std::to_string(kPatience) + " s");
    else if (code == kAnswersBadly)
      keep(current, "is answered badly");
    else
      keep(current, WIFSIGNALED(ended)
                        ? std::string("ends by ") + strsignal(WTERMSIG(ended))
                        : "ends with code " + std::to_string(code));
    begin = current + 1;
  }
}

int Run::report() const {
  const char *names[] = {"refused", "read", "graph", "interpreted", "compiled"};
  for (unsigned i = 0; i < kSteps; ++i)
    std::printf("%s %llu, ", names[i], (unsigned long long)shared->reached[i]);
  std::printf("skipped %llu, faults %llu: %s\n",
              (unsigned long long)shared->skipped, (unsigned long long)faults,
              faults ? "FAIL" : "pass");
  return faults ? 1 : 0;
}

static bool parse(const char *text, uint64_t &number) {
  const char *end = text + std::strlen(text);
  auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end;
}

/// The models of the files at `paths`, those of one file split. Errors: a file
/// cannot be read.
static rt::Result<std::vector<std::string>> readModels(char **paths) {
  constexpr std::string_view separator = "// -----";
  std::vector<std::string> models;
  for (; *paths; ++paths) {
    LEAT_ASSIGN(rt::Bytes content, rt::readFile(*paths));
    std::string_view text(reinterpret_cast<const char *>(content.data()),
                          content.size());
    while (!text.empty()) {
      size_t end = std::min(text.size(), text.find(separator));
      std::string model(text.substr(0, end));
      if (model.find("leat.model") != std::string::npos)
        models.push_back(std::move(model));
      text.remove_prefix(std::min(text.size(), end + separator.size()));
    }
  }
  if (models.empty())
    return rt::userError("the files hold no model");
  return models;
}

int main(int argc, char **argv) {
  uint64_t count = 0, seed = 0;
  if (argc < 5 || !parse(argv[1], count) || !parse(argv[2], seed)) {
    std::fputs("usage: leat-fuzz-models N SEED FOLDER FILE...\n", stderr);
    return 2;
  }
  rt::Result<std::vector<std::string>> models = readModels(argv + 4);
  if (!models.ok()) {
    std::fprintf(stderr, "leat-fuzz-models: %s\n",
                 models.status().message().c_str());
    return 1;
  }
  Corpus corpus(*std::move(models));
  Run run(corpus, seed, argv[3]);
  if (!run.start()) {
    std::perror("leat-fuzz-models");
    return 1;
  }
  std::printf("%zu models\n", corpus.models().size());
  std::fflush(stdout);
  run.tryRange(0, corpus.models().size() + count);
  return run.report();
}
