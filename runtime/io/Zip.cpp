//===- Zip.cpp - archives of stored or deflated members ---------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The directory at the end of the archive is the authority; of a member's local
// header only the lengths are used that tell where its content starts.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Zip.h"
#include "runtime/io/Gzip.h"

#include <algorithm>
#include <set>
#include <zlib.h>

using namespace leat::rt;

static constexpr uint32_t kLocalMagic = 0x04034b50, kEntryMagic = 0x02014b50,
                          kEndMagic = 0x06054b50;
static constexpr size_t kLocalSize = 30, kEntrySize = 46, kEndSize = 22;
/// Deflate makes nothing smaller than this many times.
static constexpr uint64_t kMaxRatio = 1032;

static uint32_t get16(ByteView bytes, size_t at) {
  return bytes[at] | uint32_t(bytes[at + 1]) << 8;
}

static uint32_t get32(ByteView bytes, size_t at) {
  return get16(bytes, at) | get16(bytes, at + 2) << 16;
}

static void put16(std::string &to, uint32_t value) {
  to += {char(value & 0xff), char(value >> 8 & 0xff)};
}

static void put32(std::string &to, uint32_t value) {
  put16(to, value);
  put16(to, value >> 16);
}

/// Where the end record starts: it is the last thing but for a comment.
static Result<size_t> findEnd(ByteView archive) {
  constexpr size_t maxComment = 0xffff;
  for (size_t comment = 0; comment <= maxComment; ++comment) {
    if (archive.size() < kEndSize + comment)
      break;
    size_t at = archive.size() - kEndSize - comment;
    if (get32(archive, at) == kEndMagic && get16(archive, at + 20) == comment)
      return at;
  }
  return userError("not a zip archive, or truncated");
}

/// The entry of the directory at `at`, moving `at` behind it.
static Result<ZipMember> parseEntry(ByteView archive, size_t &at, size_t end) {
  if (end - at < kEntrySize || get32(archive, at) != kEntryMagic)
    return userError("the zip directory is damaged");
  uint32_t flags = get16(archive, at + 8), method = get16(archive, at + 10);
  size_t nameSize = get16(archive, at + 28);
  size_t size =
      kEntrySize + nameSize + get16(archive, at + 30) + get16(archive, at + 32);
  if (size > end - at)
    return userError("the zip directory is damaged");
  ZipMember member;
  member.name.assign(
      reinterpret_cast<const char *>(archive.data() + at + kEntrySize),
      nameSize);
  member.deflated = method == 8;
  member.checksum = get32(archive, at + 16);
  member.compressedSize = get32(archive, at + 20);
  member.size = get32(archive, at + 24);
  member.offset = get32(archive, at + 42);
  at += size;
  if (flags & 1)
    return userError("member '", member.name, "' is encrypted");
  if (method != 0 && method != 8)
    return userError("member '", member.name, "' has compression method ",
                     method, ", expected 0 (stored) or 8 (deflated)");
  if (member.compressedSize == UINT32_MAX || member.size == UINT32_MAX ||
      member.offset == UINT32_MAX)
    return userError("member '", member.name,
                     "' needs zip64, which is not supported");
  return member;
}

Result<std::vector<ZipMember>> leat::rt::listZip(ByteView archive) {
  LEAT_ASSIGN(size_t end, findEnd(archive));
  uint32_t count = get16(archive, end + 10);
  uint64_t directorySize = get32(archive, end + 12);
  uint64_t start = get32(archive, end + 16);
  if (count == 0xffff || start == UINT32_MAX)
    return userError("the zip archive needs zip64, which is not supported");
  if (get32(archive, end + 4) != 0 || start + directorySize != end)
    return userError("the zip directory is damaged");
  std::vector<ZipMember> members;
  std::set<std::string> names;
  size_t at = start;
  for (uint32_t i = 0; i < count; ++i) {
    LEAT_ASSIGN(ZipMember member, parseEntry(archive, at, end));
    if (!names.insert(member.name).second)
      return userError("member '", member.name, "' stands there twice");
    members.push_back(std::move(member));
  }
  if (at != end)
    return userError("the zip directory is damaged");
  return members;
}

Result<Bytes> leat::rt::readZipMember(ByteView archive,
                                      const ZipMember &member) {
  uint64_t at = member.offset;
  if (at + kLocalSize > archive.size() || get32(archive, at) != kLocalMagic)
    return userError("the zip archive is damaged");
  at += kLocalSize + get16(archive, at + 26) + get16(archive, at + 28);
  if (at + member.compressedSize > archive.size())
    return userError("the zip archive is truncated");
  ByteView stored = archive.subspan(at, member.compressedSize);
  Bytes content;
  if (member.deflated) {
    if (member.size > (uint64_t(member.compressedSize) + 1) * kMaxRatio)
      return userError("the zip directory is damaged");
    LEAT_ASSIGN(content, inflateRaw(stored, member.size));
  } else {
    if (member.size != member.compressedSize)
      return userError("the zip directory is damaged");
    LEAT_TRY(content.resize(stored.size()));
    std::ranges::copy(stored, content.data());
  }
  if (crc32_z(0, content.data(), content.size()) != member.checksum)
    return userError("wrong checksum, the content is damaged");
  return content;
}

Status ZipWriter::add(const std::string &name, std::string_view head,
                      std::string_view body) {
  uint64_t size = head.size() + body.size();
  uint64_t end = offset + kLocalSize + name.size() + size;
  if (end + directory.size() + kEntrySize + name.size() >= UINT32_MAX ||
      members >= 0xfffe || name.size() > 0xffff)
    return userError("the zip archive grows over 4 GiB or 65534 members");
  uint32_t checksum =
      crc32_z(0, reinterpret_cast<const Bytef *>(head.data()), head.size());
  // With a null pointer crc32 starts anew, and an empty body may have one.
  if (!body.empty())
    checksum = crc32_z(checksum, reinterpret_cast<const Bytef *>(body.data()),
                       body.size());

  // What the local header and the entry of the directory share: version 2.0,
  // no flags, stored, 1 January 1980, so that equal content has equal bytes.
  std::string common;
  for (uint32_t field : {20, 0, 0, 0, 0x21})
    put16(common, field);
  put32(common, checksum);
  put32(common, uint32_t(size));
  put32(common, uint32_t(size));
  put16(common, uint32_t(name.size()));
  put16(common, 0); // no extra field

  std::string local;
  put32(local, kLocalMagic);
  local += common + name;
  put32(directory, kEntryMagic);
  put16(directory, 20); // made by version 2.0
  directory += common;
  for (int zero = 0; zero < 3; ++zero)
    put16(directory, 0); // no comment, disk 0, no internal attributes
  put32(directory, 0);   // no external attributes
  put32(directory, uint32_t(offset));
  directory += name;

  LEAT_TRY(file.write(local));
  LEAT_TRY(file.write(head));
  LEAT_TRY(file.write(body));
  offset = end;
  ++members;
  return {};
}

Status ZipWriter::finish() {
  std::string end;
  put32(end, kEndMagic);
  put32(end, 0); // this disk, and the disk of the directory
  put16(end, members);
  put16(end, members);
  put32(end, uint32_t(directory.size()));
  put32(end, uint32_t(offset));
  put16(end, 0); // no comment
  LEAT_TRY(file.write(directory));
  return file.write(end);
}
