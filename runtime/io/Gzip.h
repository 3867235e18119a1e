//===- Gzip.h - decompression within stated bounds --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// gzip files and the deflated members of zip archives. Small files can claim
// huge contents, so memory grows with what really comes out, up to a limit.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_GZIP_H
#define LEAT_RUNTIME_IO_GZIP_H

#include "runtime/io/Bytes.h"

namespace leat::rt {

/// True if `content` starts as a gzip file does.
bool isGzip(ByteView content);

/// The first `count` bytes of what a gzip file holds, or all of it if that is
/// less. Errors: as gunzip().
Result<Bytes> gunzipStart(ByteView content, uint64_t count);

/// The content of a gzip file of one or more members, checksums verified.
/// Errors: damaged, truncated, followed by other bytes, more than `limit`.
Result<Bytes> gunzip(ByteView content, uint64_t limit);

/// The `size` bytes that a raw deflate stream holds. Errors: damaged,
/// truncated, another size.
Result<Bytes> inflateRaw(ByteView content, uint64_t size);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_GZIP_H
