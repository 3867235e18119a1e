#include "runtime/Status.h"
