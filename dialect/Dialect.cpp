#include "dialect/Dialect.h"
#include "dialect/Dialect.cpp.inc"
void leat::LeatDialect::initialize() {}
