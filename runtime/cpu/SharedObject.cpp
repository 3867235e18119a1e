//===- SharedObject.cpp - compiled code, loaded -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The bytes stand in an anonymous file, which the loader opens by its number.
// It takes two files of one name for the same library, so the number stays in
// use as long as the library is loaded.
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/SharedObject.h"

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

namespace leat {

static rt::Status writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return rt::userError("cannot load compiled code: no room for ",
                           bytes.size(), " bytes: ", std::strerror(errno));
    bytes.remove_prefix(size_t(count));
  }
  return {};
}

rt::Result<std::unique_ptr<SharedObject>>
SharedObject::load(std::string_view bytes) {
  int file = ::memfd_create("leat-code", MFD_CLOEXEC);
  if (file < 0)
    return rt::userError("cannot load compiled code: ", std::strerror(errno));
  std::unique_ptr<SharedObject> object(new SharedObject(file));
  LEAT_TRY(writeAll(file, bytes));
  std::string path = "/proc/self/fd/" + std::to_string(file);
  object->handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!object->handle) {
    const char *reason = ::dlerror();
    return rt::internalError("cannot load compiled code: ",
                             reason ? reason : "no reason given");
  }
  return object;
}

SharedObject::~SharedObject() {
  if (handle)
    ::dlclose(handle);
  ::close(file);
}

bool SharedObject::defines(const char *name) const {
  return ::dlsym(handle, name) != nullptr;
}

rt::Result<void *> SharedObject::lookup(const char *name) const {
  void *address = ::dlsym(handle, name);
  if (!address)
    return rt::internalError("compiled code has no function '", name, "'");
  return address;
}

} // namespace leat
