#ifndef LEAT_DIALECT_DIALECT_H
#define LEAT_DIALECT_DIALECT_H
#include "mlir/IR/Dialect.h"
#include "dialect/Dialect.h.inc"
#endif // LEAT_DIALECT_DIALECT_H
