//===- Npy.cpp - NumPy's array files: npy and npz ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header is parsed as strictly as NumPy writes it: a dictionary of exactly
// 'descr' (a string), 'fortran_order' (a bool) and 'shape' (a tuple).
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Npy.h"
#include "runtime/io/Elements.h"
#include "runtime/io/File.h"
#include "runtime/io/Zip.h"

#include <charconv>
#include <cstring>
#include <optional>
#include <set>

using namespace leat::rt;

static constexpr std::string_view kMagic = "\x93NUMPY";
/// More dimensions than NumPy allows are a damaged or hostile header.
static constexpr size_t kMaxRank = 64;

namespace {
struct Header {
  FileType type = FileType::F64;
  bool bigEndian = false;
  bool fortranOrder = false;
  Shape shape;
};

/// Reads the dictionary, character by character.
class HeaderParser {
public:
  explicit HeaderParser(std::string_view text) : rest(text) {}
  Result<Header> parse();

private:
  void skipSpace() {
    while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\n'))
      rest.remove_prefix(1);
  }
  /// Takes `token`, after spaces, if it stands next.
  bool take(std::string_view token) {
    skipSpace();
    if (!rest.starts_with(token))
      return false;
    rest.remove_prefix(token.size());
    return true;
  }
  std::optional<std::string_view> takeString();
  bool takeShape(Shape &shape);
  Status parseType(Header &header);

  std::string_view rest;
};
} // namespace

std::optional<std::string_view> HeaderParser::takeString() {
  skipSpace();
  if (rest.empty() || (rest[0] != '\'' && rest[0] != '"'))
    return std::nullopt;
  size_t end = rest.find(rest[0], 1);
  if (end == std::string_view::npos)
    return std::nullopt;
  std::string_view text = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  return text;
}

bool HeaderParser::takeShape(Shape &shape) {
  if (!take("("))
    return false;
  while (!take(")")) {
    skipSpace();
    int64_t extent;
    auto [end, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), extent);
    if (error != std::errc() || extent < 0 || shape.size() == kMaxRank)
      return false;
    rest.remove_prefix(size_t(end - rest.data()));
    take("L"); // what Python 2 wrote behind a long
    shape.push_back(extent);
    skipSpace();
    if (!take(",") && !rest.starts_with(")"))
      return false;
  }
  return true;
}

/// 'descr': byte order, kind, bytes: "<f4", "|b1", ">i8".
Status HeaderParser::parseType(Header &header) {
  std::optional<std::string_view> text = takeString();
  if (!text)
    return userError("elements are records, expected numbers");
  static constexpr std::pair<std::string_view, FileType> types[] = {
      {"b1", FileType::Bool}, {"u1", FileType::U8},  {"i1", FileType::I8},
      {"u2", FileType::U16},  {"i2", FileType::I16}, {"u4", FileType::U32},
      {"i4", FileType::I32},  {"u8", FileType::U64}, {"i8", FileType::I64},
      {"f2", FileType::F16},  {"f4", FileType::F32}, {"f8", FileType::F64}};
  std::string_view name = *text;
  if (!name.empty() && std::string_view("<>|=").find(name[0]) != name.npos) {
    header.bigEndian = name[0] == '>';
    name.remove_prefix(1);
  }
  for (auto [known, type] : types)
    if (name == known) {
      header.type = type;
      return {};
    }
  return userError("elements of type '", *text,
                   "' are not supported, expected b1, i1 to i8, u1 to u8 or f2 "
                   "to f8");
}

Result<Header> HeaderParser::parse() {
  Header header;
  bool hasType = false, hasOrder = false, hasShape = false;
  bool valid = take("{");
  while (valid && !take("}")) {
    std::optional<std::string_view> key = takeString();
    valid = key && take(":");
    if (!valid)
      break;
    if (*key == "descr" && !hasType) {
      LEAT_TRY(parseType(header));
      hasType = true;
    } else if (*key == "fortran_order" && !hasOrder) {
      header.fortranOrder = take("True");
      hasOrder = valid = header.fortranOrder || take("False");
    } else if (*key == "shape" && !hasShape) {
      hasShape = valid = takeShape(header.shape);
    } else {
      valid = false;
    }
    skipSpace();
    valid = valid && (take(",") || rest.starts_with("}"));
  }
  skipSpace();
  if (!valid || !hasType || !hasOrder || !hasShape || !rest.empty())
    return userError("damaged npy header, expected {'descr': .., "
                     "'fortran_order': .., 'shape': (..)}");
  return header;
}

/// The elements of `columns`, which lie with the first index fastest, in
/// row-major order.
template <typename T>
static void fromFortranOrder(const Tensor &columns, Tensor &rows) {
  const Shape &shape = rows.shape();
  std::vector<int64_t> index(shape.size(), 0), stride(shape.size(), 1);
  for (size_t axis = 1; axis < shape.size(); ++axis)
    stride[axis] = stride[axis - 1] * shape[axis - 1];
  std::span<const T> from = columns.values<T>();
  int64_t offset = 0;
  for (T &element : rows.values<T>()) {
    element = from[size_t(offset)];
    for (size_t axis = shape.size(); axis-- > 0;) {
      offset += stride[axis];
      if (++index[axis] < shape[axis])
        break;
      offset -= stride[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}

Result<Tensor> leat::rt::parseNpy(ByteView content) {
  std::string_view text(reinterpret_cast<const char *>(content.data()),
                        content.size());
  if (!text.starts_with(kMagic))
    return userError("not an npy file");
  if (content.size() < 12)
    return userError("npy file is truncated in its header");
  int version = content[6];
  if (version < 1 || version > 3)
    return userError("npy version ", version, ", expected 1, 2 or 3");
  // The length of the header has 2 bytes in version 1, later 4.
  uint32_t headerSize = content[8] | uint32_t(content[9]) << 8;
  if (version > 1)
    headerSize |= uint32_t(content[10]) << 16 | uint32_t(content[11]) << 24;
  size_t headerStart = version == 1 ? 10 : 12;
  if (headerSize > content.size() - headerStart)
    return userError("npy file is truncated in its header");
  LEAT_ASSIGN(Header header,
              HeaderParser(text.substr(headerStart, headerSize)).parse());

  DType type = languageType(header.type);
  LEAT_ASSIGN(int64_t count, countElements(type, header.shape));
  ByteView elements = content.subspan(headerStart + headerSize);
  // No product here: countElements bounds bytes of `type`, which may be wider.
  int64_t size = sizeOf(header.type);
  if (elements.size() % size_t(size) != 0 ||
      elements.size() / size_t(size) != size_t(count))
    return userError("npy file has ", elements.size(), " bytes of elements, ",
                     "expected ", count, " of ", size, " each");
  LEAT_ASSIGN(Tensor tensor, Tensor::zeros(type, header.shape));
  LEAT_TRY(decodeElements(header.type, header.bigEndian, elements, tensor));
  if (!header.fortranOrder || tensor.rank() < 2 || count == 0)
    return tensor;
  LEAT_ASSIGN(Tensor rows, Tensor::zeros(type, header.shape));
  dispatch(type,
           [&](auto zero) { fromFortranOrder<decltype(zero)>(tensor, rows); });
  return rows;
}

Result<Tensor> leat::rt::readNpy(const std::string &path) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  auto tensor = parseNpy(content);
  if (!tensor.ok())
    return std::move(tensor).status().at("'" + path + "'");
  return tensor;
}

/// Magic, version 1 and dictionary, padded with spaces so that the elements
/// start at a multiple of 64 bytes.
static Result<std::string> npyHeader(const Tensor &tensor) {
  constexpr std::string_view names[] = {"<f8", "<f4", "",    "<f2",
                                        "<i8", "<i4", "|i1", "|b1"};
  std::string_view name = names[size_t(tensor.dtype())];
  if (name.empty())
    return userError("npy files hold no bf16; convert ", tensor.signature(),
                     " to f32 first");
  std::string text = "{'descr': '" + std::string(name) +
                     "', 'fortran_order': False, 'shape': (";
  for (int64_t extent : tensor.shape())
    text += std::to_string(extent) + (tensor.rank() == 1 ? "," : ", ");
  if (tensor.rank() > 1)
    text.resize(text.size() - 2);
  text += "), }";
  size_t total = (10 + text.size() + 1 + 63) / 64 * 64;
  text.resize(total - 11, ' ');
  text += '\n';
  if (text.size() > 0xffff)
    return userError("rank ", tensor.rank(), " is too large for an npy file");
  std::string header(kMagic);
  header += {'\1', '\0', char(text.size() & 0xff), char(text.size() >> 8)};
  return header + text;
}

static std::string_view bytesOf(const Tensor &tensor) {
  return {static_cast<const char *>(tensor.data()), size_t(tensor.bytes())};
}

Status leat::rt::writeNpy(const std::string &path, const Tensor &tensor) {
  auto header = npyHeader(tensor);
  if (!header.ok())
    return std::move(header).status().at("cannot write '" + path + "'");
  LEAT_ASSIGN(AtomicFile file, AtomicFile::create(path));
  LEAT_TRY(file.write(*header));
  LEAT_TRY(file.write(bytesOf(tensor)));
  return file.commit();
}

Result<NamedTensors> leat::rt::readNpz(const std::string &path) {
  LEAT_ASSIGN(Bytes content, readFile(path));
  auto members = listZip(content);
  if (!members.ok())
    return std::move(members).status().at("'" + path + "'");
  NamedTensors tensors;
  for (const ZipMember &member : *members) {
    std::string name = member.name;
    std::string place = "'" + path + "', member '" + name + "'";
    if (!name.ends_with(".npy"))
      return userError(place, ": not an npy file");
    name.resize(name.size() - 4);
    auto bytes = readZipMember(content, member);
    if (!bytes.ok())
      return std::move(bytes).status().at(place);
    auto tensor = parseNpy(*bytes);
    if (!tensor.ok())
      return std::move(tensor).status().at(place);
    tensors.emplace_back(std::move(name), *std::move(tensor));
  }
  return tensors;
}

Status leat::rt::writeNpz(const std::string &path,
                          const NamedTensors &tensors) {
  LEAT_ASSIGN(AtomicFile file, AtomicFile::create(path));
  ZipWriter zip(file);
  std::set<std::string_view> names;
  for (const auto &[name, tensor] : tensors) {
    std::string place = "cannot write '" + path + "', array '" + name + "'";
    if (!names.insert(name).second)
      return userError(place, ": the name is used twice");
    auto header = npyHeader(tensor);
    if (!header.ok())
      return std::move(header).status().at(place);
    LEAT_TRY(zip.add(name + ".npy", *header, bytesOf(tensor)).at(place));
  }
  LEAT_TRY(zip.finish());
  return file.commit();
}
