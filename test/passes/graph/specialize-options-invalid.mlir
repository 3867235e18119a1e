// RUN: leat-opt %s -verify-diagnostics "-leat-specialize=extents=B"

// expected-error@+1 {{expected NAME=SIZE for an extent, got 'B'}}
module {
}
