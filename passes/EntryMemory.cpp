//===- EntryMemory.cpp - the memory that an entry takes -------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "passes/EntryMemory.h"
#include "passes/Entry.h"

using namespace mlir;

namespace leat {

FailureOr<EntryMemory> memoryOf(func::FuncOp entry) {
  EntryMemory memory;
  auto module = entry->getParentOfType<ModuleOp>();
  FailureOr<SmallVector<StateSlot>> slots = layoutStates(module);
  if (failed(slots))
    return failure();
  if (!slots->empty())
    memory.states =
        slots->back().offset + alignToBuffer(byteSize(slots->back().type));
  for (auto [i, type] : llvm::enumerate(entry.getArgumentTypes())) {
    DictionaryAttr attributes = entry.getArgAttrDict(unsigned(i));
    if (attributes && stateOf(attributes))
      continue;
    int64_t bytes = alignToBuffer(byteSize(cast<ShapedType>(type)));
    if (attributes && attributes.contains(kArenaAttr))
      memory.arena += bytes;
    else if (attributes && attributes.contains(kOutputAttr))
      memory.outputs += bytes;
    else
      memory.inputs += bytes;
  }
  return memory;
}

} // namespace leat
