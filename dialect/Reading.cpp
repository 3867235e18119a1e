//===- Reading.cpp - models of several files ------------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialect/Reading.h"
#include "dialect/Block.h"
#include "dialect/Nesting.h"
#include "dialect/Places.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;

namespace leat {

Reading &readingOf(MLIRContext *context) {
  return context->getLoadedDialect<LeatDialect>()
      ->getRegisteredInterface<ReadingInterface>()
      ->reading;
}

Attribute asConfig(Attribute given, Attribute written) {
  if (isa<BoolAttr>(given) != isa<BoolAttr>(written))
    return {};
  if (std::optional<int64_t> integer = integerOf(given);
      integer && isa<FloatAttr>(written))
    return FloatAttr::get(Float64Type::get(given.getContext()),
                          double(*integer));
  return given;
}

//===----------------------------------------------------------------------===//
// include
//===----------------------------------------------------------------------===//

ParseResult IncludeOp::parse(OpAsmParser &parser, OperationState &state) {
  keepPlace(parser, state, "path", parser.getCurrentLocation());
  std::string path;
  if (parser.parseString(&path))
    return failure();
  state.addAttribute("path", parser.getBuilder().getStringAttr(path));
  return success();
}

void IncludeOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getPathAttr();
}

LogicalResult IncludeOp::verify() {
  return emitOpError("is left over, expected the short form of a model, " // C1
                     "where its file is read");
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

static StringRef fileOf(Operation *op) {
  auto place = op->getLoc()->findInstanceOf<FileLineColLoc>();
  return place ? place.getFilename().getValue() : StringRef();
}

// The folder that the model lies in.
static FailureOr<std::string> folderOf(IncludeOp op, const Reading &reading) {
  std::string folder = reading.folder.value_or("");
  if (!reading.folder && llvm::sys::fs::is_regular_file(fileOf(op))) {
    folder = llvm::sys::path::parent_path(fileOf(op)).str();
    folder = folder.empty() ? "." : folder;
  }
  if (folder.empty()) // C1
    return op.emitOpError("has no folder to look in: the text around it is "
                          "no file");
  return folder;
}

// Whether `path` is `folder` or lies below it, links resolved.
static bool liesIn(StringRef path, StringRef folder) {
  SmallString<128> file, root;
  if (llvm::sys::fs::real_path(path, file) ||
      llvm::sys::fs::real_path(folder, root))
    return true; // reading it fails and says why
  StringRef rest = file;
  return rest.consume_front(root) && (root == "/" || rest.starts_with("/"));
}

// The path of the file, relative to the model's folder.
static FailureOr<std::string> findFile(IncludeOp op, const Reading &reading,
                                       StringRef folder) {
  namespace path = llvm::sys::path;
  if (op.getPath().empty() || path::is_absolute(op.getPath())) // C2
    return errorAt(op, "path") << "names '" << op.getPath()
                               << "', expected a path relative to this file";
  SmallString<128> inner(path::parent_path(reading.open.back()));
  path::append(inner, op.getPath());
  path::remove_dots(inner, /*remove_dot_dot=*/true);
  SmallString<128> full(folder);
  path::append(full, inner);
  if (*path::begin(inner) == ".." || !liesIn(full, folder)) // C2
    return errorAt(op, "path") << "leads with '" << op.getPath()
                               << "' out of the folder of the model";
  return inner.str().str();
}

// The declarations of a file, not typed.
static OwningOpRef<ModuleOp>
parseFile(IncludeOp op, std::unique_ptr<llvm::MemoryBuffer> buffer) {
  llvm::SourceMgr sources;
  StringRef text = buffer->getBuffer(), name = buffer->getBufferIdentifier();
  size_t tooDeep = findTooDeep(text);
  if (tooDeep != StringRef::npos) {
    StringRef before = text.take_front(tooDeep);
    auto place =
        FileLineColLoc::get(op.getContext(), name, before.count('\n') + 1,
                            before.size() - (before.rfind('\n') + 1) + 1);
    emitError(place) << "brackets are nested deeper than " << kMostNesting
                     << " levels";
    return {};
  }
  sources.AddNewSourceBuffer(std::move(buffer), llvm::SMLoc());
  return parseSourceFile<ModuleOp>(
      sources, ParserConfig(op.getContext(), /*verifyAfterParse=*/false));
}

// In MLIR's generic form declarations may lack attributes, which is reported
// later.
static bool isWhole(ConfigOp op) {
  return op.getSymNameAttr() &&
         isa_and_nonnull<BoolAttr, IntegerAttr, FloatAttr>(op.getValueAttr());
}
static bool isWhole(FuncOp op) {
  TypeAttr type = op.getFunctionTypeAttr();
  return op.getSymNameAttr() && type && isa<FunctionType>(type.getValue());
}

template <typename OpTy> static SmallVector<OpTy> declarationsIn(Block &block) {
  return llvm::to_vector(llvm::make_filter_range(
      block.getOps<OpTy>(), [](OpTy op) { return isWhole(op); }));
}

namespace {
/// The configs that a file declares itself. As long as this lives, those of the
/// same name in files that it includes are set to them.
class Settings {
public:
  Settings(Block &block, Reading &reading) : reading(reading) {
    for (ConfigOp config : declarationsIn<ConfigOp>(block)) {
      StringRef name = config.getSymName();
      declared.try_emplace(name, config);
      if (reading.configs.try_emplace(name, config.getValue()).second)
        names.push_back(name);
    }
  }
  ~Settings() {
    for (StringRef name : names)
      reading.configs.erase(name);
  }

  /// Erases them in `block`, which was included.
  LogicalResult eraseFrom(Block &block) const;

private:
  Reading &reading;
  llvm::StringMap<ConfigOp> declared;
  SmallVector<StringRef> names;
};
} // namespace

LogicalResult Settings::eraseFrom(Block &block) const {
  for (ConfigOp config : declarationsIn<ConfigOp>(block)) {
    ConfigOp own = declared.lookup(config.getSymName());
    if (!own)
      continue;
    if (!asConfig(own.getValue(), config.getValue())) { // C5
      bool flag = isa<BoolAttr>(config.getValue());
      StringRef kinds[] = {"a number", "true or false"};
      auto error = own.emitOpError("@")
                   << own.getSymName() << " is " << kinds[!flag]
                   << ", but in the file that is included it is "
                   << kinds[flag];
      error.attachNote(config.getLoc()) << "declared here";
      return failure();
    }
    config.erase();
  }
  return success();
}

static LogicalResult includeFile(IncludeOp op, Reading &reading,
                                 const Settings &settings) {
  FailureOr<std::string> folder = folderOf(op, reading);
  if (failed(folder))
    return failure();
  if (reading.open.empty())
    reading.open.push_back(llvm::sys::path::filename(fileOf(op)).str());
  FailureOr<std::string> file = findFile(op, reading, *folder);
  if (failed(file))
    return failure();
  if (llvm::is_contained(reading.open, *file)) // C4
    return errorAt(op, "path")
           << "closes a circle of files: " << llvm::join(reading.open, ", ")
           << ", " << *file;
  if (!reading.included.insert(*file).second)
    return success();
  SmallString<128> full(*folder == "." ? "" : *folder);
  llvm::sys::path::append(full, *file);
  // Opening a pipe would wait for somebody to write to it.
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> buffer =
      std::make_error_code(std::errc::no_such_file_or_directory);
  if (llvm::sys::fs::is_regular_file(full))
    buffer = llvm::MemoryBuffer::getFile(full);
  if (!buffer) // C3
    return errorAt(op, "path")
           << "can not read '" << full << "': " << buffer.getError().message();
  reading.open.push_back(*file);
  ++reading.depth;
  llvm::scope_exit close([&] {
    reading.open.pop_back();
    --reading.depth;
  });
  ScopedDiagnosticHandler note(op.getContext(), [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
      diagnostic.attachNote(op.getLoc()) << "included here";
    return failure();
  });
  OwningOpRef<ModuleOp> module = parseFile(op, std::move(*buffer));
  if (!module)
    return failure();
  auto models = module->getOps<ModelOp>();
  auto count = std::distance(models.begin(), models.end());
  if (count != 1) // C3
    return errorAt(op, "path") << "found " << count << " leat.model in '"
                               << full << "', expected one";
  Block &from = (*models.begin()).getBody().front();
  if (failed(settings.eraseFrom(from)))
    return failure();
  op->getBlock()->getOperations().splice(Block::iterator(op),
                                         from.getOperations());
  return success();
}

LogicalResult includeFiles(Region &body, Reading &reading) {
  llvm::scope_exit forget([&] {
    if (reading.depth)
      return;
    reading.open.clear();
    reading.included.clear();
  });
  Settings settings(body.front(), reading);
  for (auto op : llvm::make_early_inc_range(body.getOps<IncludeOp>())) {
    if (failed(includeFile(op, reading, settings)))
      return failure();
    op.erase();
  }
  return success();
}

//===----------------------------------------------------------------------===//
// What a file asks of the one that includes it
//===----------------------------------------------------------------------===//

static bool sameSignature(FuncOp a, FuncOp b) {
  auto agree = [](TypeRange x, TypeRange y) {
    return x.size() == y.size() && llvm::equal(x, y, compatible);
  };
  return agree(a.getArgumentTypes(), b.getArgumentTypes()) &&
         agree(a.getResultTypes(), b.getResultTypes());
}

static std::string signatureOf(FuncOp func) {
  std::string text;
  llvm::raw_string_ostream os(text);
  auto types = [&](TypeRange types) {
    os << '(';
    llvm::interleaveComma(types, os,
                          [&](Type type) { printShortType(os, type); });
    os << ')';
  };
  types(func.getArgumentTypes());
  os << " -> ";
  types(func.getResultTypes());
  return text;
}

LogicalResult defineDeclared(Region &body) {
  llvm::StringMap<FuncOp> defined;
  SmallVector<FuncOp> functions = declarationsIn<FuncOp>(body.front());
  for (FuncOp func : functions)
    if (!func.getBody().empty())
      defined.try_emplace(func.getSymName(), func);
  LogicalResult result = success();
  for (FuncOp asked : functions) {
    if (!asked.getBody().empty())
      continue;
    FuncOp func = defined.lookup(asked.getSymName());
    if (!func) { // C5
      result = asked.emitOpError("@") << asked.getSymName()
                                      << " has no body, and no file of the "
                                         "model defines it";
      continue;
    }
    if (!sameSignature(func, asked)) { // C5
      auto error = func.emitOpError("@")
                   << func.getSymName() << " is " << signatureOf(func)
                   << ", but it is asked for as " << signatureOf(asked);
      error.attachNote(asked.getLoc()) << "asked for here";
      result = failure();
    }
    asked.erase();
  }
  return result;
}

} // namespace leat
